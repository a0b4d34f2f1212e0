import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isNoted, lockFileOf, note, noteHit } from './armed.js';
import type { WaitFault } from './faults.js';
import { pidsOf } from './kill.js';
import type { Services } from './services.js';

/** Longer than the product waits for a lock, see hurry.ts. */
const OUTLASTING_MS = 15_000;

/** What a program is about to wait for. */
type Request = { backend: number; statement: { text: string; values: unknown[] } };

type Where = Pick<Services, 'dataDir' | 'databaseUrl'>;
type Fault = { id: string; does: WaitFault; hangsMs: number };

/**
 * Waits for a program at the place of a fault, holds what it wants to lock, and lets happen to it what the fault says.
 * @returns to be called when no program will come any more; resolves when nothing is held and nothing stands still
 */
export function awaitRowLock(where: Where, fault: Fault): () => Promise<void> {
  const file = lockFileOf(where.dataDir, fault.id);
  let isOver = false;
  const run = async (): Promise<void> => {
    while (!existsSync(file)) {
      if (isOver) return;
      await sleep(10);
    }
    await holdFor(where, fault, readRequest(file));
  };
  const running = run();
  // Its error is for who waits for its end; until then it must not end the process.
  running.catch(() => undefined);
  return () => {
    isOver = true;
    return running;
  };
}

/** Bytes come as JSON writes a Buffer. */
const readRequest = (file: string): Request =>
  JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
      ? Buffer.from(value.data as number[])
      : value,
  ) as Request;

async function holdFor({ dataDir, databaseUrl }: Where, fault: Fault, request: Request): Promise<void> {
  const holder = await open(databaseUrl);
  const observer = await open(databaseUrl);
  try {
    // The same statement, never committed: what it locks, the program will wait for.
    await holder.query("set lock_timeout = '1s'; begin");
    const isHeld = await holder.query(request.statement.text, request.statement.values).then(
      () => true,
      () => false,
    );
    note(dataDir, 'held', fault.id);
    if (isHeld && (await isWaiting(observer, request.backend)))
      await inflict(dataDir, fault, request.backend, { holder, observer });
  } finally {
    // Connections that PostgreSQL has ended need no end.
    await Promise.all([holder, observer].map((client) => client.end().catch(() => undefined)));
  }
}

async function open(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'chaos' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function isWaiting(observer: pg.Client, backend: number): Promise<boolean> {
  const until = Date.now() + 3_000;
  while (Date.now() < until) {
    const found = await observer.query(
      "select from pg_stat_activity where pid = $1 and wait_event_type = 'Lock' and cardinality(pg_blocking_pids(pid)) > 0",
      [backend],
    );
    if (found.rowCount === 1) return true;
    await sleep(10);
  }
  return false;
}

async function inflict(
  dataDir: string,
  { id, does, hangsMs }: Fault,
  backend: number,
  { holder, observer }: { holder: pg.Client; observer: pg.Client },
): Promise<void> {
  switch (does) {
    case 'terminated': {
      const { rows } = await observer.query<{ done: boolean }>('select pg_terminate_backend($1) as done', [backend]);
      if (rows[0]?.done) noteHit(dataDir, id);
      return;
    }
    case 'killed':
      process.kill(backend, 'SIGKILL');
      return noteHit(dataDir, id);
    case 'outlasted':
      if (await isFailedWithin(dataDir, id, OUTLASTING_MS)) noteHit(dataDir, id);
      return;
    case 'stopped':
      return hang([backend], hangsMs, async () => {
        noteHit(dataDir, id);
        // It gets the lock, and holds it while it hangs.
        await holder.query('rollback');
      });
    case 'all stopped':
      return hang(pidsOf(dataDir, 'postgres'), hangsMs, async () => noteHit(dataDir, id));
  }
}

async function isFailedWithin(dataDir: string, id: string, patienceMs: number): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (!isNoted(dataDir, 'failed', id) && Date.now() < until) await sleep(20);
  return isNoted(dataDir, 'failed', id);
}

/** Stops processes for a while; those that have ended meanwhile need no leave to go on. */
async function hang(pids: readonly number[], ms: number, meanwhile: () => Promise<void>): Promise<void> {
  const signal = (name: NodeJS.Signals) => (pid: number) => {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  try {
    pids.forEach(signal('SIGSTOP'));
    await meanwhile();
    await sleep(ms);
  } finally {
    pids.forEach(signal('SIGCONT'));
  }
}
