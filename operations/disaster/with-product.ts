import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { loadConfig } from '../../config/config.js';
import { runningServers } from '../../launcher/embedded/running.js';
import { type Database, openDatabase } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import type { SignalTarget } from '../../temporal/signals.js';
import { bootstrapTemporal } from '../../worker/temporal-bootstrap.js';

/** What the commands after a disaster work with. */
export type Tools = { database: Database; signals: SignalTarget; delivers: boolean; say: (line: string) => void };

/** Runs a command on the database and the Temporal of the product, whether it runs or not; ends with a sentence on an error. */
export async function withProduct(command: string, work: (tools: Tools) => Promise<void>): Promise<void> {
  try {
    const config = loadConfig();
    const { databaseUrl, temporalAddress } = runningServers(config);
    await migrate(databaseUrl);
    const connection = await NativeConnection.connect({ address: temporalAddress });
    const database = openDatabase(databaseUrl);
    try {
      const namespace = config.temporalNamespace;
      await bootstrapTemporal(connection, { namespace });
      const signals = { client: new Client({ connection, namespace }) };
      await work({ database, signals, delivers: config.webhook !== undefined, say });
    } finally {
      await database.end();
      await connection.close();
    }
  } catch (error) {
    process.stderr.write(`${command}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
