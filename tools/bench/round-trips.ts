import type { Item } from '../../domain/snapshots/snapshot.js';
import { type BenchConnection, makeConnection } from './bench-connection.js';
import { applyAll, load, makeReady } from './load.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { expenseReport, invoice, purchaseOrder, timesheet } from './samples.js';
import type { Stage } from './stage.js';

const PART = 'round trips';
/** Of former sessions and not paid: two questions for paid dates, and one for the numbers of those that are. */
const FORMER = 600;
const PAID = 20;

const many = (count: number, make: (index: number) => Item, from = 0): Item[] =>
  Array.from({ length: count }, (_, index) => make(from + index));

async function formerInvoices({ database }: Stage, connection: BenchConnection): Promise<void> {
  const former = await load(database, connection.id, many(FORMER, invoice, 50_000), 'former-');
  await makeReady(database, connection.id, former);
  await connection.session();
  await applyAll(database, connection.id);
  for (const { number } of former.slice(0, PAID)) connection.company.payInvoice({ number });
}

async function roundTrips(stage: Stage, name: string, items: readonly Item[]): Promise<number> {
  const connection = await makeConnection(stage, name);
  await formerInvoices(stage, connection);
  await makeReady(stage.database, connection.id, await load(stage.database, connection.id, items));
  return (await connection.session()).roundTrips;
}

/** N ready invoices take at most ceil(N/50) + 3 round trips, paid dates included; kinds do not share a message set. */
export async function measureRoundTrips({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: false });
  const figures: Figure[] = [];
  const add = (what: string, trips: number, sets: number): void => {
    say(`${what}: ${trips} round trips`);
    const goal = { part: PART, what, value: String(trips), goal: `<= ${sets + 3}` };
    figures.push(compared(goal, trips, { atMost: sets + 3 }));
  };
  for (const count of quick ? [1, 50, 120] : [1, 50, 120, 1_000]) {
    const trips = await roundTrips(stage, `invoices-${count}`, many(count, invoice));
    add(`${count} ready invoices, ${FORMER} of before asked for payment`, trips, Math.ceil(count / 50));
  }
  const mixed = [...many(70, invoice), ...many(70, purchaseOrder), ...many(35, timesheet), ...many(70, expenseReport)];
  add('70 records of each kind, the same asked for payment', await roundTrips(stage, 'mixed', mixed), 8);
  return figures;
}
