import type { Config } from '../../config/config.js';
import { databaseUrlOf } from './embedded-postgres.js';
import { identityOf } from './process-identity.js';
import { readRecord } from './process-record.js';

/** The servers of a product that is running: those of the configuration, else those that `npm start` runs. */
export function runningServers(config: Config): { databaseUrl: string; temporalAddress: string } {
  const { dataDir } = config;
  const portOf = (name: 'postgres' | 'temporal', variable: string): number => {
    const record = readRecord(dataDir, name);
    const [port] = record?.ports ?? [];
    if (record !== undefined && port !== undefined && identityOf(record.pid)?.startedAt === record.startedAt)
      return port;
    throw new Error(
      `found no ${variable} and no running ${name} under ${dataDir}; set ${variable}, or run this beside \`npm start\``,
    );
  };
  return {
    databaseUrl: config.databaseUrl ?? databaseUrlOf(dataDir, portOf('postgres', 'DATABASE_URL')),
    temporalAddress: config.temporalAddress ?? `127.0.0.1:${portOf('temporal', 'TEMPORAL_ADDRESS')}`,
  };
}
