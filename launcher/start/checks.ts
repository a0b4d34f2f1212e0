import { accessSync, constants, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import pg from 'pg';
import { withoutPassword } from '../../config/rules.js';
import { explained } from '../embedded/explain.js';
import { isPortFree } from '../embedded/free-port.js';

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What a PostgreSQL that cannot be used means, and what to do, by the code of the error. */
const DATABASE_HELP: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start PostgreSQL or correct host and port',
  ENOTFOUND: 'there is no such host; correct it',
  EAI_AGAIN: 'the host name cannot be looked up; correct it or mend the network',
  ETIMEDOUT: 'it does not answer; correct the host or open the way to it',
  '28P01': 'it refuses user or password; correct them',
  '28000': 'it refuses the user; correct the user or its pg_hba.conf',
  '3D000': 'it has no such database; make it (createdb) or correct the name',
  '53300': 'it has no connection left; raise its max_connections',
};

/** Fails in one line when DATABASE_URL cannot be used. */
export async function checkDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (cause) {
    const help = DATABASE_HELP[codeOf(cause)] ?? (cause instanceof Error ? cause.message : String(cause));
    throw new Error(`cannot use DATABASE_URL ${withoutPassword(databaseUrl)}: ${help}`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Fails when nothing listens; gRPC would go on trying. */
function canConnect(address: string): Promise<void> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80), timeout: 10_000 });
    socket.once('connect', () => resolve(void socket.destroy()));
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });
}

/** Fails in one line when no Temporal server answers on TEMPORAL_ADDRESS. */
export async function checkTemporal(address: string): Promise<void> {
  const connection = Connection.lazy({ address, connectTimeout: 10_000 });
  try {
    await canConnect(address);
    await connection.withDeadline(Date.now() + 10_000, () => connection.workflowService.getSystemInfo({}));
  } catch (cause) {
    throw new Error(
      `cannot use TEMPORAL_ADDRESS ${address}: no Temporal server answers there; start it, correct the address, or ` +
        'leave it unset for an embedded one',
      { cause },
    );
  } finally {
    await connection.close();
  }
}

/** Fails in one line when our port is taken. */
export async function checkPort(port: number, host: string): Promise<void> {
  if (await isPortFree(port, host)) return;
  throw new Error(`port ${port} of ${host} is in use or not ours to use; stop what uses it, or set PORT to another`);
}

/** Fails in one line when we cannot write to DATA_DIR. */
export function checkDataDir(dataDir: string): void {
  try {
    mkdirSync(path.join(dataDir, 'logs'), { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw explained(error, dataDir);
  }
}
