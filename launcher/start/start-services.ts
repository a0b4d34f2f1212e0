import { type ApiToken, apiToken } from '../../config/api-token.js';
import type { Config } from '../../config/config.js';
import { explained } from '../embedded/explain.js';
import type { ProcessIdentity } from '../embedded/process-identity.js';
import { type EmbeddedName, startEmbedded } from '../embedded/start-embedded.js';
import { checkDatabase, checkDataDir, checkPort, checkTemporal } from './checks.js';
import { localUrl, PROGRAMS, type ProgramName, startProgram, whenReady } from './programs.js';
import { type Running, watchOver } from './watch-over.js';

export type StartServicesOptions = {
  config: Config;
  log: (line: string) => void;
  /** Where gateway and worker print: as we do (default), or to files under DATA_DIR/logs. */
  output?: 'log' | 'ours';
  fastAndLoose?: boolean;
  /** Gives up waiting for a start. */
  signal?: AbortSignal;
  /** The processes with which this one ends, see `whoStartedUs`. */
  startedBy?: readonly ProcessIdentity[];
  /** Other programs than ours, for tests. */
  programs?: Readonly<Record<ProgramName, string>>;
};

export type Services = {
  config: Config;
  /** The gateway as this machine reaches it. */
  localUrl: string;
  apiToken: ApiToken;
  databaseUrl: string;
  temporalAddress: string;
  temporalUiUrl: string | undefined;
  /** Ports of what is embedded, by name. */
  embeddedPorts: Readonly<Partial<Record<EmbeddedName, number>>>;
  stop(): Promise<void>;
};

const LABEL = { postgres: 'PostgreSQL', temporal: 'Temporal', gateway: 'the gateway', worker: 'the worker' } as const;

async function check(config: Config): Promise<void> {
  await checkPort(config.port, config.host);
  if (config.databaseUrl !== undefined) await checkDatabase(config.databaseUrl);
  if (config.temporalAddress !== undefined) await checkTemporal(config.temporalAddress);
}

/** Starts everything: what is embedded, gateway and worker; watches over it until `stop`. Fails with nothing left. */
export async function startServices(options: StartServicesOptions): Promise<Services> {
  const { config, log, output = 'ours', programs = PROGRAMS, signal = new AbortController().signal } = options;
  checkDataDir(config.dataDir);
  const embedded = await startEmbedded({
    ...config,
    log,
    prepare: () => check(config),
    fastAndLoose: options.fastAndLoose ?? false,
    startedBy: options.startedBy ?? [],
  });
  const { databaseUrl, temporalAddress, temporalUiUrl, started } = embedded;
  const watches: { stop(): Promise<void> }[] = [];
  const watch = (name: keyof typeof LABEL, running: Running, again: () => Promise<Running>) =>
    watchOver({ name: LABEL[name], running, again, log });
  const ours: Running[] = [];
  try {
    signal.throwIfAborted();
    const token = apiToken(config);
    const start = (name: ProgramName) =>
      startProgram(name, {
        config,
        file: programs[name],
        databaseUrl,
        temporalAddress,
        temporalUiUrl,
        apiToken: token.token,
        output,
      });
    const gateway = start('gateway');
    ours.push(gateway);
    const worker = start('worker');
    ours.push(worker);
    await whenReady(localUrl(config), { gateway, worker }, signal);
    watches.push(
      watch('gateway', gateway, async () => start('gateway')),
      watch('worker', worker, async () => start('worker')),
    );
    const servers = (['postgres', 'temporal'] as const).flatMap((name) => {
      const running = started[name];
      return running === undefined ? [] : [watch(name, running, () => embedded.restart(name))];
    });
    const port = (name: EmbeddedName) => started[name]?.ports[0];
    const [postgresPort, temporalPort] = [port('postgres'), port('temporal')];
    return {
      config,
      localUrl: localUrl(config),
      apiToken: token,
      databaseUrl,
      temporalAddress,
      temporalUiUrl,
      embeddedPorts: {
        ...(postgresPort === undefined ? {} : { postgres: postgresPort }),
        ...(temporalPort === undefined ? {} : { temporal: temporalPort }),
      },
      async stop() {
        // First who uses the servers, then the servers.
        await Promise.all(watches.map((watching) => watching.stop()));
        await Promise.all(servers.map((watching) => watching.stop()));
        await embedded.stop();
      },
    };
  } catch (error) {
    await Promise.allSettled(ours.map((program) => program.stop()));
    await embedded.stop();
    throw explained(error, config.dataDir);
  }
}
