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

const asked = (set: string): string[] => [...set.matchAll(/<TxnID>([^<]*)</g)].map(([, txnID]) => txnID ?? '');

/** The TxnIDs of the invoices that QuickBooks has. */
const invoicesOf = ({ company }: Story): string[] =>
  company.transactions({ type: 'Invoice' }).map(({ txnId }) => txnId);

/** Invoices of years, as they were left by sessions long ago: copies of one that was really transferred. */
async function multiply(story: Story): Promise<void> {
  const add = `<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Northwind Clinic</FullName></CustomerRef><InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef><Rate>9.00</Rate></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>`;
  const set = `<QBXML><QBXMLMsgsRq onError="continueOnError">${add.repeat(COUNT - 1)}</QBXMLMsgsRq></QBXML>`;
  story.company.process(`<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>${set}`);
  const [, ...txnIDs] = invoicesOf(story);
  expect(txnIDs).toHaveLength(COUNT - 1);
  await product.database.query(
    `insert into items (connection_id, kind, psa_id, number, snapshot, last_seq, applied_seq, outcome, transferred_at, begun)
     select connection_id, kind, 'copy-' || n, 'copy-' || n, snapshot, last_seq, applied_seq, outcome, transferred_at, begun
     from items, generate_series(1, $2::int) n where connection_id = $1 and psa_id = 'I1'`,
    [story.id, txnIDs.length],
  );
  await product.database.query(
    `insert into records (item_id, key, generation, type, state, external_guid, snapshot_version, line_ids, lookup, txn_id, ref_number, list_id)
     select copy.id, r.key, r.generation, r.type, r.state, r.external_guid, r.snapshot_version, r.line_ids, r.lookup, t.txn_id, copy.number, r.list_id
     from unnest($2::text[]) with ordinality as t(txn_id, n)
     join items copy on copy.connection_id = $1 and copy.psa_id = 'copy-' || t.n
     join items i on i.connection_id = $1 and i.psa_id = 'I1' join records r on r.item_id = i.id`,
    [story.id, txnIDs],
  );
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

    const txnIDs = invoicesOf(story);
    expect(sessions.map((sets) => sets.map(({ length }) => length))).toEqual([
      [500, 500],
      [500, 500],
    ]);
    expect(new Set(sessions[0]?.flat()).size).toBe(1_000);
    expect(new Set(sessions.flat(2))).toEqual(new Set(txnIDs));
    const neverAsked = txnIDs.filter((txnID) => !sessions[0]?.flat().includes(txnID));
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
