import { makeConnection } from './bench-connection.js';
import { load, makeReady } from './load.js';
import { askObserved } from './observed/socket.js';
import type { PartContext } from './part.js';
import type { Figure } from './report.js';
import { invoice } from './samples.js';
import type { Stage } from './stage.js';
import { shown, slope } from './statistics.js';
import { whenApplied } from './when-applied.js';

const PART = 'memory';
const PROGRAMS = ['gateway', 'worker'] as const;
const MB = 1_048_576;

type Sample = { items: number; rss: number; heapUsed: number };

async function sample(stage: Stage, items: number): Promise<Record<(typeof PROGRAMS)[number], Sample>> {
  const [gateway, worker] = await Promise.all(
    PROGRAMS.map(async (name) => {
      const { rss, heapUsed } = await askObserved(stage.dataDir, name, { collected: true });
      return { items, rss: rss / MB, heapUsed: heapUsed / MB };
    }),
  );
  if (gateway === undefined || worker === undefined) throw new Error('a program did not tell of its memory');
  return { gateway, worker };
}

/** Memory over 10,000 items that go all the way: sessions through the gateway, lifecycles through the worker. */
export async function measureMemory({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: true });
  const connection = await makeConnection(stage, 'memory');
  const [total, step] = quick ? [1_000, 250] : [10_000, 2_000];
  const samples = [await sample(stage, 0)];
  for (let items = 0; items < total; items += step) {
    const invoices = Array.from({ length: step }, (_, index) => invoice(items + index));
    await makeReady(stage.database, connection.id, await load(stage.database, connection.id, invoices, `${items}-`));
    await connection.session();
    await whenApplied(stage.database, connection.id, say);
    const taken = await sample(stage, items + step);
    samples.push(taken);
    const now = PROGRAMS.map(
      (name) => `${name} ${shown(taken[name].rss)} MB, heap ${shown(taken[name].heapUsed)} MB`,
    ).join('; ');
    say(`after ${items + step} items: ${now}`);
  }
  return PROGRAMS.flatMap((name) =>
    figures(
      name,
      samples.map((taken) => taken[name]),
    ),
  );
}

/** The first sample after the start says what is loaded and cached once; growth is what comes after it. */
function figures(name: string, samples: readonly Sample[]): Figure[] {
  const later = samples.slice(1);
  const last = later.at(-1);
  const growth = (of: 'rss' | 'heapUsed'): string =>
    shown(1_000 * slope(later.map((taken) => ({ x: taken.items, y: taken[of] }))));
  const line = (of: 'rss' | 'heapUsed', what: string): Figure => ({
    part: PART,
    what: `${name}, ${what} at ${samples.map(({ items }) => items).join(', ')} items`,
    value: `${samples.map((taken) => taken[of].toFixed(0)).join(', ')} MB`,
    goal: `flat: ${growth(of)} MB per 1,000`,
  });
  return last === undefined ? [] : [line('rss', 'RSS'), line('heapUsed', 'heap')];
}
