import { Gauge, Registry } from 'prom-client';
import { type Database, inTransaction } from '../store/database.js';
import { countByStatus, countUnapplied, type StatusCount } from '../store/item-list.js';
import { countStuck, type Stuck } from '../store/stuck.js';

const MAX_AGE_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 2_000;

type Counted = { byStatus: StatusCount[]; unapplied: number; stuck: Stuck };

/**
 * Gauges of the items, read when somebody scrapes. However often that is, PostgreSQL is asked every ten seconds at
 * most, and what takes it longer than two seconds is left out.
 */
export function itemMetrics(database: Database): Registry {
  const registry = new Registry();
  const read = cached(() => readCounts(database));
  new Gauge({
    name: 'items',
    help: 'Items by connection, kind and transfer status.',
    labelNames: ['connection', 'kind', 'status'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      for (const { connectionId, kind, status, count } of (await read())?.byStatus ?? []) {
        this.set({ connection: connectionId, kind, status }, count);
      }
    },
  });
  new Gauge({
    name: 'items_unapplied',
    help: 'Items with accepted events that their workflow has not applied yet.',
    registers: [registry],
    async collect() {
      const counted = await read();
      if (counted === undefined) this.remove();
      else this.set(counted.unapplied);
    },
  });
  new Gauge({
    name: 'workflows_stuck',
    help: 'Workflows that have not applied what they were told again ten minutes after it happened: the log of the worker says why.',
    labelNames: ['of'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      for (const [of, count] of Object.entries((await read())?.stuck ?? {})) this.set({ of }, count);
    },
  });
  return registry;
}

const readCounts = (database: Database): Promise<Counted> =>
  inTransaction(database, async (tx) => {
    await tx.query(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    return { byStatus: await countByStatus(tx), unapplied: await countUnapplied(tx), stuck: await countStuck(tx) };
  });

/** Keeps what was read for a while; a reading that failed is undefined. */
function cached<T>(read: () => Promise<T>): () => Promise<T | undefined> {
  let kept: { until: number; value: Promise<T | undefined> } | undefined;
  return () => {
    const now = performance.now();
    if (kept === undefined || now >= kept.until) {
      kept = { until: now + MAX_AGE_MS, value: read().catch(() => undefined) };
    }
    return kept.value;
  };
}
