import { setTimeout as sleep } from 'node:timers/promises';
import type { InvoiceSnapshot } from '../../domain/snapshots/invoice.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { rows } from '../../store/database.js';
import { type BenchConnection, makeConnection } from '../bench/bench-connection.js';
import { load, makeReady } from '../bench/load.js';
import { invoice } from '../bench/samples.js';
import { entriesOf } from '../chaos/company.js';
import { compareCompany, compareLedger } from '../chaos/compare.js';
import type { ChaosItem } from '../chaos/items.js';
import { ledgerOf, unrestOf } from '../chaos/ledger.js';
import { TOKEN } from '../chaos/services.js';
import { innocent, together, type Verdict } from '../chaos/verdict.js';
import type { Stage } from './stage.js';

/** How long a Web Connector comes again until everything is transferred, and how long the lifecycles may follow. */
const PATIENCE_MS = 120_000;

/** The pause before it comes again. */
const AGAIN_MS = 500;

/** Transfers, each of a Web Connector and a company of its own: none waits for what another has left. */
export type Transfers = {
  names: readonly string[];
  /** One after the other, so many at least and as long at least; the ms that each took, sessions that were repeated included. */
  run(least: number, leastMs: number): Promise<number[]>;
  /** Sessions that were refused or broke off, a sentence each; the Web Connector came again. */
  brokenOff: readonly string[];
  /** What QuickBooks has, and the ledger, against what was asked for. */
  judge(): Promise<Verdict>;
};

export async function prepareTransfers(stage: Stage, count: number, invoices: number): Promise<Transfers> {
  const { services, database } = stage;
  const waiting: BenchConnection[] = [];
  for (let index = 1; index <= count; index += 1)
    waiting.push(await makeConnection({ url: services.url, token: TOKEN }, `transfer-${index}`));
  const snapshots = Array.from({ length: invoices }, (_, index) => invoice(index));
  const names = waiting.map(({ id }) => id);
  const done: { connection: BenchConnection; items: ChaosItem[]; isOver: boolean }[] = [];
  const brokenOff: string[] = [];
  const transfer = async (connection: BenchConnection): Promise<boolean> => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      await connection.session().catch((error: Error) => brokenOff.push(`${connection.id}: ${error.message}`));
      if (!(await unrestOf(database, connection.id)).needsSession) return true;
      if (Date.now() > until) return false;
      await sleep(AGAIN_MS);
    }
  };
  return {
    names,
    brokenOff,
    async run(least, leastMs) {
      const times: number[] = [];
      const until = Date.now() + leastMs;
      while (times.length < least || Date.now() < until) {
        const connection = waiting.shift();
        if (connection === undefined) {
          await sleep(Math.max(0, until - Date.now()));
          break;
        }
        const loaded = await load(database, connection.id, snapshots);
        await makeReady(database, connection.id, loaded);
        const items = loaded.map(({ psaId }, index) => wanted(psaId, snapshots[index]));
        const began = performance.now();
        done.push({ connection, items, isOver: await transfer(connection) });
        times.push(performance.now() - began);
        await unapplied(stage, [connection.id], PATIENCE_MS);
      }
      return times;
    },
    async judge() {
      let verdict = innocent();
      for (const { connection, items, isOver } of done) {
        const entries = entriesOf(connection.company);
        const found = compareCompany(items, entries);
        // What was not sent yet is not lost.
        const stuck = `${connection.id}: not transferred within ${PATIENCE_MS / 1_000} s`;
        const company = isOver ? found : { ...found, lost: [], stuck: [stuck] };
        const ledger = compareLedger(await ledgerOf(database, connection.id), entries);
        verdict = [verdict, company, ledger].reduce(together);
      }
      return verdict;
    },
  };
}

/** An invoice as the comparison of the fault harness expects it. */
function wanted(id: string, item: Item | undefined): ChaosItem {
  const snapshot = item?.snapshot as InvoiceSnapshot;
  const { number, customer, lines } = snapshot;
  const content = lines.map((line) => `${Number(line.quantity)} ${line.item}`).join(', ');
  const marks = [`Invoice ${number} ${customer.name}: ${content}`];
  return { kind: 'invoices', id, number: number ?? id, snapshot, marks, copies: 1, transfers: 1, isPaid: false };
}

/** How many items and sessions lag behind their events: 0 as soon as none does, or what is left after so long. */
export async function unapplied(
  { database }: Stage,
  connections: readonly string[],
  patienceMs: number,
): Promise<number> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const [found] = await rows<{ count: number }>(
      database,
      'attack-unapplied',
      `select (select count(*) from items where connection_id = any($1) and applied_seq < last_seq)::int
         + (select count(*) from sessions where connection_id = any($1) and applied_seq < last_seq)::int as count`,
      [connections],
    );
    const count = found?.count ?? 0;
    if (count === 0 || Date.now() > until) return count;
    await sleep(100);
  }
}
