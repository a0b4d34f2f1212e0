import type { Config } from '../../config/config.js';
import { databaseUrlOf } from './embedded-postgres.js';
import { identityOf } from './process-identity.js';
import { readRecord } from './process-record.js';

/** The port of an embedded server that runs; throws with what to do where none does. */
function portOf({ dataDir }: Config, name: 'postgres' | 'temporal', variable: string): number {
  const record = readRecord(dataDir, name);
  const [port] = record?.ports ?? [];
  if (record !== undefined && port !== undefined && identityOf(record.pid)?.startedAt === record.startedAt) return port;
  throw new Error(
    `found no ${variable} and no running ${name} under ${dataDir}; set ${variable}, or run this beside \`npm start\``,
  );
}

/** The database of a product that is running: that of the configuration, else the one that `npm start` runs. */
export const runningDatabase = (config: Config): string =>
  config.databaseUrl ?? databaseUrlOf(config.dataDir, portOf(config, 'postgres', 'DATABASE_URL'));

/** The servers of a product that is running: those of the configuration, else those that `npm start` runs. */
export function runningServers(config: Config): { databaseUrl: string; temporalAddress: string } {
  return {
    databaseUrl: runningDatabase(config),
    temporalAddress: config.temporalAddress ?? `127.0.0.1:${portOf(config, 'temporal', 'TEMPORAL_ADDRESS')}`,
  };
}
