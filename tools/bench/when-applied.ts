import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, row } from '../../store/database.js';

const PATIENCE_MS = 10 * 60_000;

/** How many items of a connection show everything that was accepted of them, and how many there are. */
async function applied(database: Database, connectionId: string): Promise<{ done: number; all: number }> {
  const found = await row<{ done: number; all: number }>(
    database,
    'bench-applied',
    `select count(*) filter (where last_seq = applied_seq)::int as done, count(*)::int as all from items where connection_id = $1`,
    [connectionId],
  );
  return found ?? { done: 0, all: 0 };
}

/** Resolves when the workflows of a connection's items have applied every event. */
export async function whenApplied(
  database: Database,
  connectionId: string,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (let round = 1; ; round += 1) {
    const { done, all } = await applied(database, connectionId);
    if (done === all) return;
    if (Date.now() >= until) throw new Error(`only ${done} of ${all} items of ${connectionId} were applied`);
    if (round % 50 === 0) say(`${done} of ${all} lifecycles`);
    await sleep(100);
  }
}
