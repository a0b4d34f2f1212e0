import { makeConnection } from './bench-connection.js';
import { type ConsoleData, loadConsoleData } from './console-data.js';
import { signIn, type Visitor } from './console-visitor.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { median, percentile, shown } from './statistics.js';

const PART = 'console pages';
const GOAL_MS = 100;
const CONNECTION = 'pages';

/** What is measured, by what people call it. The last page is what a page number of any size costs at most. */
function pages({ items, sessions }: ConsoleData): Readonly<Record<string, string>> {
  const list = `/c/${CONNECTION}/invoices`;
  const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  return {
    'search page': list,
    'search page, 100 rows': `${list}?size=100`,
    'status Pending': `${list}?status=Pending`,
    'status Pending/Failed': `${list}?status=Pending%2FFailed`,
    'status Transferred': `${list}?status=Transferred`,
    'transferred in one week': `${list}?from=${day(9)}&to=${day(3)}`,
    'text search, a number': `${list}?q=${100_000 + Math.floor(items / 2)}`,
    'text search, a customer': `${list}?q=customer+99`,
    'text search, nothing found': `${list}?q=nowhere`,
    'page in the middle': `${list}?page=${Math.floor(items / 100)}`,
    'last page': `${list}?page=${Math.ceil(items / 50)}`,
    'by number': `${list}?sort=number&dir=asc`,
    'by customer': `${list}?sort=party&dir=asc`,
    'by total': `${list}?sort=amount`,
    'by transfer date': `${list}?sort=transferDate`,
    'by status, last page': `${list}?sort=status&page=${Math.ceil(items / 50)}`,
    item: `${list}/I-${Math.floor(items / 2) + 1}`,
    failures: `/c/${CONNECTION}/failures`,
    sessions: `/c/${CONNECTION}/sessions`,
    session: `/c/${CONNECTION}/sessions/s-${Math.floor(sessions / 2)}`,
    batches: `/c/${CONNECTION}/invoice-batches`,
    'batches, status Pending': `/c/${CONNECTION}/invoice-batches?status=Pending`,
    batch: `/c/${CONNECTION}/invoice-batches/B-7`,
    connections: '/connections',
    'a cause': '/errors/3140',
  };
}

async function measure(visitor: Visitor, path: string, times: number): Promise<number[]> {
  const taken: number[] = [];
  // The first two make plans and fill caches.
  for (let run = -2; run < times; run += 1) {
    const { ms } = await visitor.get(path);
    if (run >= 0) taken.push(ms);
  }
  return taken;
}

/** Server time of the console's pages with 100,000 invoices in the database, one after the other. */
export async function measureConsolePages({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: false });
  await makeConnection(stage, CONNECTION);
  const data = await loadConsoleData(stage.database, CONNECTION, quick ? 20_000 : 100_000);
  say(`${data.items} invoices are loaded`);
  const visitor = await signIn(stage);
  const figures: Figure[] = [];
  for (const [what, path] of Object.entries(pages(data))) {
    const taken = await measure(visitor, path, quick ? 10 : 20);
    const [p50, p95] = [median(taken), percentile(taken, 0.95)];
    say(`${what}: p50 ${shown(p50)} ms, p95 ${shown(p95)} ms`);
    const value = `${shown(p50)} / ${shown(p95)} ms`;
    figures.push(
      compared({ part: PART, what: `${what}, p50 / p95`, value, goal: `p50 < ${GOAL_MS} ms` }, p50, { below: GOAL_MS }),
    );
  }
  const { bytes, firstByteMs, ms } = await visitor.get(`/c/${CONNECTION}/export/invoices`);
  const first = { part: PART, what: 'CSV of all invoices, first byte', value: `${shown(firstByteMs)} ms` };
  return [
    ...figures,
    compared({ ...first, goal: `< ${GOAL_MS} ms` }, firstByteMs, { below: GOAL_MS }),
    { part: PART, what: `CSV of all ${data.items}, ${shown(bytes / 1_048_576)} MB`, value: `${shown(ms / 1_000)} s` },
  ];
}
