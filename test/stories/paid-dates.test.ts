import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { AN_HOUR, beginPaidDates } from './paid-dates-story.js';
import { beginSession } from './session-by-hand.js';
import { invoice } from './snapshots.js';
import { beginStory, listen, requestsIn } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
beforeEach(() => {
  product.clock.offsetMs = 0;
});
afterAll(() => product.stop());

const beginTransferred = (name: string, invoices: Record<string, object>) => beginPaidDates(product, name, invoices);

describe('S22: the paid date of a transferred invoice', () => {
  it('S22: is asked for in the next session and told the PSA', async () => {
    const { run, get, history, changes, company } = await beginTransferred('s22', {
      I1: invoice(),
      I2: invoice({ number: '1002' }),
    });
    company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    const { sets, misbehave } = listen();

    const session = await run(misbehave);

    expect(session).toMatchObject({ outcome: 'done' });
    expect(sets.map(requestsIn)).toEqual([['InvoiceQuery'], ['InvoiceQuery']]);
    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03', transferStatus: 'Transferred' });
    expect(await get('invoices', 'I2')).toMatchObject({ paidDate: null });
    expect(await changes('paidDate')).toMatchObject([{ kind: 'invoices', id: 'I1', value: '2026-02-03' }]);
    expect((await history('invoices', 'I1')).at(-1)).toMatchObject({
      event: 'paidDate',
      message: expect.stringContaining('2026-02-03'),
    });
  });

  it('S22: is the date of the payment that settles it, not of a part', async () => {
    const { run, get, company } = await beginTransferred('s22-parts', { I1: invoice() });
    company.payInvoice({ number: '1001' }, { date: '2026-02-03', amount: '25.00' });
    await run();

    const afterPart = await get('invoices', 'I1');
    company.payInvoice({ number: '1001' }, { date: '2026-03-01' });
    product.clock.offsetMs += AN_HOUR;
    await run();

    expect(afterPart).toMatchObject({ paidDate: null });
    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-03-01' });
  });

  it('S22: is told once, and not asked for any more', async () => {
    const { run, changes, company } = await beginTransferred('s22-once', { I1: invoice() });
    company.payInvoice({ number: '1001' });
    await run();

    product.clock.offsetMs += AN_HOUR;
    const later = await run();

    expect(later).toMatchObject({ outcome: 'nothingToDo' });
    expect(await changes('paidDate')).toHaveLength(1);
  });

  it('S22: is by itself a reason for a session at most hourly, but asked in every session that runs anyway', async () => {
    const { run, enqueue, get, company } = await beginTransferred('s22-hourly', { I1: invoice() });
    await run();
    company.payInvoice({ number: '1001' }, { date: '2026-02-03' });

    const soon = await run();
    const paidDateThen = (await get('invoices', 'I1')).paidDate;
    await enqueue('invoices', 'I2', invoice({ number: '1002' }));
    const { sets, misbehave } = listen();
    await run(misbehave);

    expect(soon).toMatchObject({ outcome: 'nothingToDo' });
    expect(paidDateThen).toBeNull();
    expect(sets.map(requestsIn)).toEqual([['InvoiceAdd'], ['InvoiceQuery'], ['InvoiceQuery']]);
    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
  });

  it('S22: of an invoice that QuickBooks no longer has is noted, and not asked for again', async () => {
    const { run, get, history, company } = await beginTransferred('s22-gone', { I1: invoice() });
    company.deleteTransaction('Invoice', { number: '1001' });
    await run();

    product.clock.offsetMs += AN_HOUR;
    const later = await run();

    expect(later).toMatchObject({ outcome: 'nothingToDo' });
    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: null, transferStatus: 'Transferred' });
    expect((await history('invoices', 'I1')).at(-1)).toMatchObject({
      event: 'paidDateNotUpdated',
      message: expect.stringMatching(/no longer has/),
    });
  });

  it('S22: of an invoice that was deleted in QuickBooks and transferred again is asked for anew', async () => {
    const { run, ready, get, company } = await beginTransferred('s22-anew', { I1: invoice() });
    company.deleteTransaction('Invoice', { number: '1001' });
    await run();
    await ready('invoices', ['I1'], { retransfer: true });
    await run();
    company.payInvoice({ number: '1001' }, { date: '2026-03-01' });
    product.clock.offsetMs += AN_HOUR;

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-03-01' });
  });

  it('S22: of the new invoice is asked for, also when it was set ready again while QuickBooks missed the old one', async () => {
    const story = await beginTransferred('s22-anew-race', { I1: invoice() });
    story.company.deleteTransaction('Invoice', { number: '1001' });
    const session = await beginSession(product, story);
    const question = await session.ask();
    await story.ready('invoices', ['I1'], { retransfer: true });
    await session.answer(question);
    await session.finish();
    await story.run();
    story.company.payInvoice({ number: '1001' }, { date: '2026-03-01' });
    product.clock.offsetMs += AN_HOUR;

    await story.run();

    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-03-01' });
  });

  it('S22: says nothing of an invoice in another company file that has the same TxnID', async () => {
    const aCompany = () => openInMemoryCompanyFile(undefined, () => new Date('2026-01-05T12:00:00Z'));
    const stories = [
      await beginStory(product, 's22-one', { company: aCompany() }),
      await beginStory(product, 's22-two', { company: aCompany() }),
    ] as const;
    for (const { enqueue, run } of stories) {
      await enqueue('invoices', 'I1', invoice());
      await run();
    }
    product.clock.offsetMs += AN_HOUR;
    const [one, two] = stories;
    one.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });

    await one.run();
    await two.run();

    const items = [await one.get('invoices', 'I1'), await two.get('invoices', 'I1')];
    expect(items[0].records[0].txnId).toBe(items[1].records[0].txnId);
    expect(items.map(({ paidDate }) => paidDate)).toEqual(['2026-02-03', null]);
  });

  it('S22: is not asked for where the PSA knows it already', async () => {
    const { put, run, get } = await beginTransferred('s22-known', { I1: invoice() });

    await put('invoices', 'I1', invoice({ paidDate: '2026-01-20' }));

    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-01-20', transferStatus: 'Transferred' });
  });
});

describe('S23: the same number twice', () => {
  it('S23: on another invoice of the same customer: the paid date is not updated, the reason is recorded', async () => {
    const { run, get, history, changes, company } = await beginTransferred('s23-same', {
      I1: invoice(),
      I2: invoice({ memo: 'again' }),
    });
    company.payInvoice({ txnId: company.transactions({ type: 'Invoice' })[0]?.txnId ?? '' });

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: null });
    expect(await changes('paidDate')).toMatchObject([
      { id: 'I1', value: '', reason: expect.stringMatching(/another invoice 1001 of the same customer/) },
    ]);
    expect((await history('invoices', 'I1')).at(-1)).toMatchObject({
      event: 'paidDateNotUpdated',
      message: expect.stringMatching(/same customer/),
      hint: expect.any(String),
    });
  });

  it.each([
    ['the other', 1],
    ['the paid one', 0],
  ])(
    'S23: once %s has another number in QuickBooks, as the hint says, the date is told; until then the reason is said once',
    async (name, index) => {
      const { run, get, history, changes, company } = await beginTransferred(`s23-renumbered-${index}`, {
        I1: invoice(),
        I2: invoice({ memo: name }),
      });
      const txnIds = company.transactions({ type: 'Invoice' }).map(({ txnId }) => txnId);
      company.payInvoice({ txnId: txnIds[0] ?? '' }, { date: '2026-02-03' });
      for (let session = 0; session < 2; session += 1) {
        await run();
        product.clock.offsetMs += AN_HOUR;
      }
      const saidBefore = await changes('paidDate');
      company.renumber('Invoice', { txnId: txnIds[index] ?? '' }, '1002');

      await run();

      expect(saidBefore).toMatchObject([{ id: 'I1', value: '' }]);
      expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
      expect((await changes('paidDate')).map(({ value }) => value)).toEqual(['', '2026-02-03']);
      const events = (await history('invoices', 'I1')).map(({ event }) => event);
      expect(events).toEqual(['setReady', 'added', 'paidDateNotUpdated', 'paidDate']);
    },
  );

  it('S23: on an invoice of another customer: it is updated', async () => {
    const { run, get, changes, company } = await beginTransferred('s23-other', {
      I1: invoice(),
      I2: invoice({ customer: { name: 'Cedar Dental' } }),
    });
    const [first] = company.transactions({ type: 'Invoice', entity: 'Northwind Clinic' });
    company.payInvoice({ txnId: first?.txnId ?? '' }, { date: '2026-02-03' });

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
    expect(await get('invoices', 'I2')).toMatchObject({ paidDate: null });
    expect(await changes('paidDate')).toMatchObject([{ id: 'I1', value: '2026-02-03' }]);
  });
});

describe('S24: an invoice paid through the payment processing of the PSA', () => {
  it('S24: is transferred, but its paid date never changes', async () => {
    const paid = { paidDate: '2026-01-06', paidByPaymentProcessing: true };
    const { run, get, changes, company } = await beginTransferred('s24', {
      I1: invoice(paid),
      I2: invoice({ number: '1002', paidByPaymentProcessing: true }),
    });
    company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    company.payInvoice({ number: '1002' }, { date: '2026-02-03' });

    const session = await run();

    expect(session).toMatchObject({ outcome: 'nothingToDo' });
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', paidDate: '2026-01-06' });
    expect(await get('invoices', 'I2')).toMatchObject({ transferStatus: 'Transferred', paidDate: null });
    expect(await changes('paidDate')).toEqual([]);
  });

  it('S24: is locked, also when the PSA says so at the very moment of the answer', async () => {
    const story = await beginTransferred('s24-at-once', { I1: invoice() });
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    const session = await beginSession(product, story);
    await session.answer(await session.ask());
    const numbers = await session.ask();
    const psa = await product.database.connect();
    await psa.query('begin');
    await psa.query(
      `update items set snapshot = snapshot || '{"paidByPaymentProcessing": true, "paidDate": "2026-01-06"}' where connection_id = $1`,
      [story.id],
    );

    const answered = session.answer(numbers);
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => (await product.database.query(waiting)).rows.length, { timeout: 10_000 }).toBe(1);
    await psa.query('commit');
    psa.release();
    await answered;
    await session.finish();

    expect(await story.changes('paidDate')).toEqual([]);
    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-01-06' });
  });

  it('S24: is locked from the moment the PSA says so, even while QuickBooks is being asked', async () => {
    const story = await beginTransferred('s24-race', { I1: invoice() });
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    const session = await beginSession(product, story);
    const question = await session.ask();

    await story.put('invoices', 'I1', invoice({ paidByPaymentProcessing: true, paidDate: '2026-01-06' }));
    await session.answer(question);
    await session.finish();

    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-01-06' });
    expect(await story.changes('paidDate')).toEqual([]);
  });
});
