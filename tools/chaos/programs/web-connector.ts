import { readMisbehaviour } from '../../../simulator/command-line/misbehave-option.js';
import { openCompanyFile, readQwcFile, runSession } from '../../../simulator/simulator.js';
import { noteHit } from '../armed.js';

/** What the harness asks for: one session. */
export type SessionOrder = {
  url: string;
  qwcFile: string;
  companyFile: string;
  password: string;
  timeoutMs: number;
  misbehave: readonly string[];
  /** Where it is noted that the misbehaviours have happened, each under this id. */
  dataDir: string;
  id: string;
};

/** The Web Connector and QuickBooks as one process that runs a session for every order, and dies of what it is told to. */
async function run(order: SessionOrder): Promise<string> {
  const { url, qwcFile, companyFile: file, password, timeoutMs, dataDir, id } = order;
  const companyFile = await openCompanyFile(file);
  try {
    const qwc = readQwcFile(qwcFile);
    const misbehave = order.misbehave.map(readMisbehaviour);
    const onMisbehaviour = (): void => noteHit(dataDir, id);
    const result = await runSession({
      url,
      userName: qwc.userName,
      password,
      companyFile,
      qwc,
      timeoutMs,
      misbehave,
      onMisbehaviour,
    });
    return `${result.outcome}: ${result.lastError ?? result.closing}`;
  } finally {
    companyFile.close();
  }
}

const say = (text: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${text}\n`);
  process.send?.(text);
};

process.on('message', (order: SessionOrder) => {
  run(order).then(say, (error: unknown) => say(`error: ${error instanceof Error ? error.stack : String(error)}`));
});
process.on('disconnect', () => process.exit(0));
say('ready');
