import path from 'node:path';
import { type Embedded, type EmbeddedPostgres, startPostgres } from './embedded-postgres.js';
import { type EmbeddedTemporal, startTemporal } from './embedded-temporal.js';
import { explained } from './explain.js';
import type { ProcessIdentity } from './process-identity.js';
import { stopRecorded } from './process-record.js';
import { takeDataDir } from './take-data-dir.js';

export type StartEmbeddedOptions = {
  dataDir: string;
  /** Told in one line each what happens. */
  log?: (line: string) => void;
  /** For tests and measurements whose data is thrown away: no fsync, Temporal in memory. */
  fastAndLoose?: boolean;
  /** A server that runs already: it is used, none is started. */
  databaseUrl?: string | undefined;
  temporalAddress?: string | undefined;
  /** The processes with which this one ends, see `whoStartedUs`. */
  startedBy?: readonly ProcessIdentity[];
  /** Runs when `dataDir` is ours and all that a killed start left there has ended, before anything is started. */
  prepare?: () => Promise<void>;
};

export type EmbeddedServices = {
  databaseUrl: string;
  temporalAddress: string;
  /** Undefined when the Temporal server is not ours. */
  temporalUiUrl: string | undefined;
  /** What was started, by name: to watch over it. */
  started: Readonly<Partial<Record<EmbeddedName, Embedded>>>;
  /** Starts one that has ended anew, on the ports that it had. */
  restart(name: EmbeddedName): Promise<Embedded>;
  /** Ends all that was started, and gives the folder free. */
  stop(): Promise<void>;
};

export type EmbeddedName = 'postgres' | 'temporal';

type Started = { postgres?: EmbeddedPostgres; temporal?: EmbeddedTemporal };

/** Starts, at the same time, what is not given; when one fails, the other is stopped and all is as before. */
async function startMissing(options: StartEmbeddedOptions, running: Started): Promise<void> {
  const wanted: Promise<unknown>[] = [];
  if (options.databaseUrl === undefined) {
    wanted.push(
      startPostgres(options).then((postgres) => {
        running.postgres = postgres;
      }),
    );
  }
  if (options.temporalAddress === undefined) {
    wanted.push(
      startTemporal(options).then((temporal) => {
        running.temporal = temporal;
      }),
    );
  }
  const failed = (await Promise.allSettled(wanted)).find((result) => result.status === 'rejected');
  if (failed === undefined) return;
  await Promise.allSettled(Object.values(running).map((service) => service.stop()));
  throw explained(failed.reason, options.dataDir);
}

/** Starts the PostgreSQL and the Temporal that are not given, under `dataDir`, which is ours alone until `stop`. */
export async function startEmbedded(settings: StartEmbeddedOptions): Promise<EmbeddedServices> {
  const options = { ...settings, dataDir: path.resolve(settings.dataDir) };
  const { log = () => undefined } = options;
  const unlock = await takeDataDir(options.dataDir, { startedBy: options.startedBy ?? [], log });
  const running: Started = {};
  try {
    // What still works for a former start must not write while its servers are replaced.
    await Promise.all(['gateway', 'worker'].map((name) => stopRecorded(options.dataDir, name)));
    await options.prepare?.();
    await startMissing(options, running);
  } catch (error) {
    unlock();
    throw error;
  }
  const { postgres, temporal } = running;
  if (postgres) log(`PostgreSQL runs on port ${postgres.ports[0]} of 127.0.0.1 (process ${postgres.pid})`);
  if (temporal) log(`Temporal runs on port ${temporal.ports[0]} of 127.0.0.1 (process ${temporal.pid})`);
  return {
    databaseUrl: options.databaseUrl ?? postgres?.databaseUrl ?? '',
    temporalAddress: options.temporalAddress ?? temporal?.temporalAddress ?? '',
    temporalUiUrl: temporal?.temporalUiUrl,
    started: running,
    async restart(name) {
      if (name === 'postgres') {
        running.postgres = await startPostgres(options, running.postgres?.ports);
        return running.postgres;
      }
      running.temporal = await startTemporal(options, running.temporal?.ports);
      return running.temporal;
    },
    async stop() {
      try {
        await Promise.all(Object.values(running).map((service) => service.stop()));
      } finally {
        unlock();
      }
    },
  };
}
