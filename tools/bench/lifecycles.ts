import { setTimeout as sleep } from 'node:timers/promises';
import type { LifecycleEvent } from '../../domain/lifecycle-events.js';
import { type Database, inTransaction } from '../../store/database.js';
import { appendEvents } from '../../store/item-events.js';
import { countApplied } from '../../store/items.js';
import { type SignalTarget, signalItems } from '../../temporal/signals.js';
import { makeConnection } from './bench-connection.js';
import { startFloor } from './floor/floor.js';
import { type Loaded, load } from './load.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { invoice } from './samples.js';
import { shown } from './statistics.js';

const PART = 'lifecycles';
const CONNECTION = 'lifecycles';
const AT = '2026-01-05T10:00:00.000Z';

/** One lifecycle: the three events that an invoice has at the least. */
const EVENTS: readonly LifecycleEvent[] = [
  { seq: 1, type: 'setReady', at: AT, retransfer: false },
  { seq: 2, type: 'sent', at: AT, sessionId: 'bench', messageSetId: 'bench' },
  { seq: 3, type: 'succeeded', at: AT, generation: 1, begun: true, deleted: false },
];

/** One of the two that are compared: where its signals go, and how many of the items have applied an event. */
type Runner = { target: SignalTarget; applied: (items: readonly Loaded[], seq: number) => Promise<number> };

/** Seconds from the first signal until all items have applied their last event; each event waits for the one before. */
async function run({ target, applied }: Runner, items: readonly Loaded[]): Promise<number> {
  const startedAt = performance.now();
  for (const event of EVENTS) {
    const addressed = items.map((item) => ({ item: { ...item, connectionId: CONNECTION }, events: [event] }));
    await signalItems(target, addressed);
    while ((await applied(items, event.seq)) < items.length) await sleep(20);
  }
  return (performance.now() - startedAt) / 1_000;
}

/** The events as the gateway would have accepted them: the projection takes no state whose events the database lacks. */
async function accept(database: Database, items: readonly Loaded[]): Promise<void> {
  await inTransaction(database, async (tx) => {
    const ids = items.map(({ id }) => id);
    await tx.query('update items set last_seq = $2 where id = any($1::bigint[])', [ids, EVENTS.length]);
    const none = { sessionId: null, sessionSeq: null };
    await appendEvents(
      tx,
      ids.flatMap((itemId) => EVENTS.map((event) => ({ itemId, event, ...none }))),
    );
  });
}

/** Lifecycles per second of the product against the bare floor, in turns on the same Temporal server. */
export async function measureLifecycles({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: true });
  await makeConnection(stage, CONNECTION);
  const floor = await startFloor(stage.temporalAddress);
  const { client, database } = stage;
  const product: Runner = {
    target: { client },
    applied: (items, seq) =>
      countApplied(
        database,
        items.map(({ id }) => ({ id, seq })),
      ),
  };
  let before = 0;
  const bare: Runner = {
    target: { client, taskQueue: floor.taskQueue },
    applied: async (_items, seq) => (await floor.countApplied(seq)) - before,
  };
  const [rounds, size] = quick ? [2, 100] : [4, 200];
  const taken = { product: 0, floor: 0 };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const count = round === 0 ? 50 : size;
      const invoices = Array.from({ length: count }, (_, index) => invoice(index));
      const items = await load(database, CONNECTION, invoices, `real-${round}-`);
      await accept(database, items);
      const real = await run(product, items);
      const least = await run(bare, await load(database, CONNECTION, invoices, `floor-${round}-`));
      before += count;
      // The first round is there to warm both up.
      if (round === 0) continue;
      taken.product += real;
      taken.floor += least;
      say(`${count} lifecycles took ${shown(real)} s, the bare floor ${shown(least)} s`);
    }
  } finally {
    await floor.stop();
  }
  const perSecond = (seconds: number): string => `${shown((rounds * size) / seconds)} /s`;
  const ratio = taken.floor / taken.product;
  return [
    { part: PART, what: 'set ready, sent, succeeded', value: perSecond(taken.product) },
    { part: PART, what: 'the bare floor', value: perSecond(taken.floor) },
    compared({ part: PART, what: 'ratio', value: shown(ratio), goal: '>= 0.7' }, ratio, { atLeast: 0.7 }),
  ];
}
