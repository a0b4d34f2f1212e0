import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice } from './snapshots.js';
import { beginStory, listen, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const AN_HOUR = 60 * 60_000;
const COUNT = 1_010;

const asked = (set: string): string[] => [...set.matchAll(/<TxnID>([^<]*)</g)].map(([, txnId]) => txnId ?? '');

/** The TxnIDs of the invoices that QuickBooks has. */
const invoicesOf = ({ company }: Story): string[] =>
  company.transactions({ type: 'Invoice' }).map(({ txnId }) => txnId);

/** Invoices of years, as they were left by sessions long ago: copies of one that was really transferred. */
async function multiply(story: Story): Promise<void> {
  const add = `<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Northwind Clinic</FullName></CustomerRef><InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef><Rate>9.00</Rate></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>`;
  const set = `<QBXML><QBXMLMsgsRq onError="continueOnError">${add.repeat(COUNT - 1)}</QBXMLMsgsRq></QBXML>`;
  story.company.process(`<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>${set}`);
  const [, ...txnIds] = invoicesOf(story);
  expect(txnIds).toHaveLength(COUNT - 1);
  const items = await columnsOf('items', ['psa_id', 'number']);
  await product.database.query(
    `insert into items (psa_id, number, ${items}) select 'copy-' || n, 'copy-' || n, ${items}
     from items, generate_series(1, $2::int) n where connection_id = $1 and psa_id = 'I1'`,
    [story.id, txnIds.length],
  );
  const records = await columnsOf('records', ['item_id', 'txn_id', 'ref_number']);
  await product.database.query(
    `with original as (select r.* from records r join items i on i.id = r.item_id where i.connection_id = $1),
       copy as (select i.id as copy_id, i.number as copy_number, t.copy_txn_id from unnest($2::text[]) with ordinality as t(copy_txn_id, n)
         join items i on i.connection_id = $1 and i.psa_id = 'copy-' || t.n)
     insert into records (item_id, txn_id, ref_number, ${records})
     select copy_id, copy_txn_id, copy_number, ${records} from original, copy`,
    [story.id, txnIds],
  );
}

/** The columns of a table that a copy of a row takes over. */
async function columnsOf(table: string, changed: readonly string[]): Promise<string> {
  const { rows } = await product.database.query(
    `select string_agg(column_name, ', ') as names from information_schema.columns
     where table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER' and column_name <> all($2)`,
    [table, changed],
  );
  return rows[0].names;
}

describe('S22: the paid dates of many invoices', () => {
  it('S22: are asked for in 2 requests of 500 a session, least recently asked first', async () => {
    const story = await beginStory(product, 's22-many');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    await multiply(story);

    const sessions: string[][][] = [];
    for (let count = 0; count < 2; count += 1) {
      product.clock.offsetMs += AN_HOUR;
      const { sets, misbehave } = listen();
      await story.run(misbehave);
      sessions.push(sets.map(asked));
    }

    const txnIds = invoicesOf(story);
    expect(sessions.map((sets) => sets.map(({ length }) => length))).toEqual([
      [500, 500],
      [500, 500],
    ]);
    expect(new Set(sessions[0]?.flat()).size).toBe(1_000);
    expect(new Set(sessions.flat(2))).toEqual(new Set(txnIds));
    const neverAsked = txnIds.filter((txnId) => !sessions[0]?.flat().includes(txnId));
    expect(sessions[1]?.[0]?.slice(0, 10)).toEqual(neverAsked);
  });

  it('S22: are told for all that were paid, in as many sessions as it takes', async () => {
    const story = await beginStory(product, 's22-told');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    await multiply(story);
    for (const txnId of invoicesOf(story)) story.company.payInvoice({ txnId }, { date: '2026-02-03' });

    const told: number[] = [];
    for (let count = 0; count < 2; count += 1) {
      product.clock.offsetMs += AN_HOUR;
      await story.run();
      told.push((await allPaidDates(story)).length);
    }

    expect(told).toEqual([1_000, COUNT]);
  });
});

/** The paid dates that the PSA was told, over all pages. */
async function allPaidDates({ rest }: Story): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let after: string | undefined; ; ) {
    const { body } = await rest('GET', `/changes${after === undefined ? '' : `?after=${after}`}`);
    if (body.changes.length === 0) return found;
    found.push(...body.changes.filter(({ type }: { type: string }) => type === 'paidDate'));
    after = body.next;
  }
}
