import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { expenseReport, invoice, refusedInvoice, timeEntry, timesheet } from './snapshots.js';
import { beginStory, listen, numbersIn, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** An invoice in the hands of QuickBooks: `land` brings its answer and ends the session. */
async function beginInFlight(name: string, snapshot: object): Promise<Story & { land: () => Promise<void> }> {
  const story = await beginStory(product, name);
  await story.enqueue('invoices', 'I1', snapshot);
  const session = await beginSession(product, story);
  const set = await session.ask();
  const land = async () => {
    await session.answer(set);
    await session.finish();
  };
  return { ...story, land };
}

const BEING_SENT = 'being sent: a success stands, a failure is held';

describe('S8: an invoice that is set Not Ready while QuickBooks has it', () => {
  it('S8: is told that it is being sent; its success stands', async () => {
    const { notReady, get, land, company } = await beginInFlight('s8-success', invoice());

    const results = await notReady('invoices', ['I1']);
    const meanwhile = await get('invoices', 'I1');
    await land();

    expect(results).toMatchObject([{ id: 'I1', ok: true, transferStatus: 'Pending', reason: BEING_SENT }]);
    expect(meanwhile).toMatchObject({ ready: false, transferStatus: 'Pending', transferDate: 'Pending' });
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(1);
  });

  it('S8: is held as Pending/Failed when it fails', async () => {
    const { notReady, run, get, land, company } = await beginInFlight('s8-failure', refusedInvoice());

    await notReady('invoices', ['I1']);
    await land();

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    company.addCustomer({ name: 'Nobody Knows' });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S8: and Ready again before the answer comes stays in the queue', async () => {
    const { notReady, ready, run, get, land, company } = await beginInFlight('s8-rejoin', refusedInvoice());
    await notReady('invoices', ['I1']);

    const results = await ready('invoices', ['I1']);
    await land();

    expect(results).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: true });
    company.addCustomer({ name: 'Nobody Knows' });
    await run();
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S8: is not sent again when the answer was lost; recovery says what became of it', async () => {
    const { enqueue, notReady, run, get, company } = await beginStory(product, 's8-lost');
    await enqueue('invoices', 'I1', invoice());
    await run([{ do: 'loseResponse' }]);

    const results = await notReady('invoices', ['I1']);
    await run();

    expect(results).toMatchObject([{ ok: true, reason: BEING_SENT }]);
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(1);
  });
});

describe('S15: an item that stops being eligible while QuickBooks has it', () => {
  it('S15: an invoice that is voided meanwhile is Transferred when it succeeds', async () => {
    const { put, get, land } = await beginInFlight('s15-voided', invoice());

    await put('invoices', 'I1', invoice({ voided: true }));
    await land();

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', ready: false, eligible: false });
  });

  it('S15: an invoice that is voided meanwhile is held when it fails', async () => {
    const { put, run, get, land } = await beginInFlight('s15-voided-failed', refusedInvoice());

    await put('invoices', 'I1', refusedInvoice({ voided: true }));
    await land();

    expect(await get('invoices', 'I1')).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: false,
      reason: expect.stringMatching(/voided/),
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S15: an invoice that is voided while it waits leaves the queue, and does not come back by itself', async () => {
    const { put, enqueue, run, history } = await beginStory(product, 's15-waiting');
    await enqueue('invoices', 'I1', invoice());

    const voided = await put('invoices', 'I1', invoice({ voided: true }));
    const back = await put('invoices', 'I1', invoice());

    expect([voided, back]).toMatchObject([
      { transferStatus: 'Not Transferred', ready: false, eligible: false },
      { transferStatus: 'Not Transferred', ready: false, eligible: true },
    ]);
    expect((await history('invoices', 'I1')).at(-1)).toMatchObject({
      event: 'becameIneligible',
      message: 'The invoice is voided.',
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S15: a timesheet that is rejected between two of its sets is held with what QuickBooks has', async () => {
    const story = await beginStory(product, 's15-between', { settings: { maxRecords: 1 } });
    const entries = [timeEntry({ id: 'e1' }), timeEntry({ id: 'e2' }), timeEntry({ id: 'e3' })];
    await story.enqueue('timesheets', 'T1', timesheet({ entries }));
    await story.enqueue('expense-reports', 'E1', expenseReport());
    const session = await beginSession(product, story);
    const first = await session.ask();

    await story.put('timesheets', 'T1', timesheet({ entries, status: 'Rejected' }));
    await session.answer(first);
    await session.finish();

    expect(story.company.transactions().map(({ type }) => type)).toEqual(['TimeTracking', 'Bill']);
    expect(await story.get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    await story.put('timesheets', 'T1', timesheet({ entries }));
    await story.ready('timesheets', ['T1']);
    await story.run();
    expect(story.company.transactions({ type: 'TimeTracking' })).toHaveLength(3);
    expect(await story.get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S6: a snapshot that changes while QuickBooks has it', () => {
  it('S6: a correction of what is refused goes out in the next session', async () => {
    const { put, run, get, land, company } = await beginInFlight('s6-corrected', refusedInvoice());

    await put('invoices', 'I1', invoice({ number: '1001b' }));
    await land();
    const failed = await get('invoices', 'I1');
    const { sets, misbehave } = listen();
    await run(misbehave);

    expect(failed).toMatchObject({ transferStatus: 'Pending/Failed', ready: true });
    expect(sets.map(numbersIn)).toEqual([['1001b']]);
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', number: '1001b' });
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(1);
  });

  it('S6: a change of what succeeds stays a change in the PSA: QuickBooks has what was sent, once', async () => {
    const { put, run, get, land, company } = await beginInFlight('s6-changed', invoice({ memo: 'as sent' }));

    await put('invoices', 'I1', invoice({ memo: 'too late' }));
    await land();

    expect(await get('invoices', 'I1')).toMatchObject({
      transferStatus: 'Transferred',
      snapshot: { memo: 'too late' },
    });
    expect(await run()).toMatchObject({ closing: 'Nothing was left to transfer.' });
    expect(company.transactions({ type: 'Invoice' })).toMatchObject([{ memo: 'as sent' }]);
  });

  it('S6: a change while the answer is lost does not make a second record', async () => {
    const { put, enqueue, run, get, company } = await beginStory(product, 's6-lost');
    await enqueue('invoices', 'I1', invoice({ memo: 'as sent' }));
    await run([{ do: 'dieAfterCommit' }]);

    await put('invoices', 'I1', invoice({ memo: 'too late', number: '2002' }));
    await run();

    expect(company.transactions({ type: 'Invoice' })).toMatchObject([{ refNumber: '1001', memo: 'as sent' }]);
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', number: '2002' });
  });
});
