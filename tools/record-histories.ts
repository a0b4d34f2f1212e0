import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { loadConfig } from '../config/config.js';
import { ITEM_KINDS } from '../domain/kinds.js';
import { TRANSFER_STATUSES } from '../domain/transfer-status.js';
import { freePort } from '../launcher/embedded/free-port.js';
import { startServices } from '../launcher/start/start-services.js';
import { makeOwnFolder, removeOwnFolder } from './demo/own-folder.js';
import { createScreen } from './demo/screen.js';
import { tellStory } from './demo/story.js';

/** One query per lifecycle path that later versions must still be able to replay. */
const PATHS: readonly { name: string; query: string }[] = [
  ...ITEM_KINDS.flatMap((kind) =>
    TRANSFER_STATUSES.map((status) => ({
      name: `${kind}-${status.toLowerCase().replace(/\W+/g, '-')}`,
      query: `WorkflowType = 'transferLifecycle' AND ItemKind = '${kind}' AND TransferStatus = '${status}'`,
    })),
  ),
  { name: 'session', query: `WorkflowType = 'qbwcSession'` },
];

/**
 * Plays the demo and keeps one history of each path under test/histories/<version>/. Run it once per release: recorded
 * histories are replayed for ever, and never edited.
 */
async function recordHistories(): Promise<void> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const folder = path.join(root, 'test', 'histories', version);
  await mkdir(folder, { recursive: true });
  const own = await makeOwnFolder(loadConfig().dataDir);
  const config = loadConfig({ DATA_DIR: own, PORT: String(await freePort()) });
  const screen = createScreen(process.stdout);
  try {
    const services = await startServices({
      config,
      log: (line) => screen.say(line),
      output: 'log',
      fastAndLoose: true,
    });
    try {
      await tellStory(services, screen, { transcript: undefined, signal: new AbortController().signal });
      await keep(services.temporalAddress, folder);
    } finally {
      await services.stop();
    }
  } finally {
    removeOwnFolder(own, { keepLogs: false });
  }
}

async function keep(address: string, folder: string): Promise<void> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  for (const { name, query } of PATHS) {
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 1 })) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      await writeFile(path.join(folder, `${name}.json`), anonymous(historyToJSON(history)));
      break;
    }
  }
  await connection.close();
}

/** Who ran it says something of a machine, and nothing of the workflow. */
const anonymous = (json: string): string => json.replaceAll(/\d+@[\w.-]+/g, 'worker');

await recordHistories();
