import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/config.js';
import type { SignalStep } from '../embedded/process-identity.js';
import { type ServerProcess, startServer } from '../embedded/server-process.js';
import { nodeArgs, programFile, ROOT } from '../project.js';
import type { Running } from './watch-over.js';

/** Our two programs. */
export type ProgramName = 'gateway' | 'worker';

/** Their files, from the root of the project. */
export const PROGRAMS: Readonly<Record<ProgramName, string>> = {
  gateway: programFile('gateway/main'),
  worker: programFile('worker/main'),
};

/** The same as they are built, for whoever runs from sources and wants the product as people have it. */
export const BUILT_PROGRAMS: Readonly<Record<ProgramName, string>> = {
  gateway: 'dist/gateway/main.js',
  worker: 'dist/worker/main.js',
};

/**
 * MB of JavaScript's old space that the gateway may grow to. V8's own limit is gigabytes, so that it would rather grow than
 * collect while long answers come in; the longest that the door lets in at once need some 200.
 */
const GATEWAY_HEAP_MB = 320;

/** Longer than the grace that a worker gives its activities. */
const STOP: readonly SignalStep[] = [
  ['SIGTERM', 30_000],
  ['SIGKILL', 5_000],
];

export type ProgramSettings = {
  config: Config;
  file: string;
  databaseUrl: string;
  temporalAddress: string;
  temporalUiUrl?: string | undefined;
  apiToken: string;
  output: 'log' | 'ours';
};

/** Starts the gateway or the worker; each reads its configuration from the environment that it gets here. */
export function startProgram(name: ProgramName, settings: ProgramSettings): Running & Pick<ServerProcess, 'hasEnded'> {
  const { config, databaseUrl, temporalAddress, apiToken } = settings;
  const server = startServer({
    name,
    dataDir: config.dataDir,
    ports: name === 'gateway' ? [config.port] : [],
    command: process.execPath,
    args: [...(name === 'gateway' ? [`--max-old-space-size=${GATEWAY_HEAP_MB}`] : []), ...nodeArgs(settings.file)],
    cwd: ROOT,
    output: settings.output,
    env: {
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: config.temporalNamespace,
      TEMPORAL_UI_URL: config.temporalUiUrl ?? settings.temporalUiUrl,
      API_TOKEN: apiToken,
      DATA_DIR: config.dataDir,
      PORT: String(config.port),
      HOST: config.host,
      PUBLIC_URL: config.publicUrl,
      LOG_LEVEL: config.logLevel,
      PSA_WEBHOOK_URL: config.webhook?.url,
      PSA_WEBHOOK_SECRET: config.webhook?.secret,
    },
  });
  return { ended: server.ended, hasEnded: server.hasEnded, stop: () => server.stop(STOP) };
}

/** The gateway as this machine reaches it, whatever it listens on. */
export function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Resolves when SOAP is served and a worker polls; fails when one of the programs ends before. */
export async function whenReady(
  url: string,
  programs: Readonly<Record<ProgramName, Pick<ServerProcess, 'hasEnded'>>>,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + 120_000;
  while (!(await isReady(url))) {
    signal.throwIfAborted();
    for (const [name, program] of Object.entries(programs)) {
      if (program.hasEnded()) throw new Error(`the ${name} ended before it was ready; see above why`);
    }
    if (Date.now() >= until)
      throw new Error(`${url}/readyz is not 200 after 120 s; look at the log of gateway and worker`);
    await sleep(100);
  }
}
