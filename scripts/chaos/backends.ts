import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, withClient } from '../../store/database.js';
import type { BackendEnd, Locked } from './faults.js';
import { CONNECTION } from './stage.js';

const LOCKS: Readonly<Record<Locked, string>> = {
  connection: 'select from connections where id = $1 for update',
  items: 'select from items where connection_id = $1 for update',
};

const WAITING = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** How long somebody may take to come by and wait: no longer than the Web Connector's patience. */
const PATIENCE_MS = 3_000;

/**
 * Holds a lock until a backend of PostgreSQL waits for it, and ends that one: kill -9 (all others go with it), an
 * administrator's command, or it hangs.
 * @param onHit hears when it has happened
 * @returns what lets a backend that hangs go on
 */
export async function breakBackend(
  database: Database,
  fault: { waitsFor: Locked; ends: BackendEnd },
  onHit: () => void,
): Promise<() => void> {
  let resume = (): void => undefined;
  const breaking = withClient(database, async (holder) => {
    await holder.query('begin');
    await holder.query(LOCKS[fault.waitsFor], [CONNECTION]);
    const pid = await waitingBackend(database);
    if (pid !== undefined) {
      if (fault.ends === 'terminated') await database.query('select pg_terminate_backend($1)', [pid]);
      else process.kill(pid, fault.ends === 'killed' ? 'SIGKILL' : 'SIGSTOP');
      if (fault.ends === 'hangs') resume = () => void process.kill(pid, 'SIGCONT');
      onHit();
    }
    await holder.query('rollback');
  });
  // With the backend that was killed ours dies as well; a lock that is not to be had is a point that was not reached.
  await breaking.catch(() => undefined);
  return resume;
}

async function waitingBackend(database: Database): Promise<number | undefined> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const { rows } = await database.query<{ pid: number }>(WAITING);
    if (rows[0] !== undefined) return rows[0].pid;
    await sleep(20);
  }
  return undefined;
}
