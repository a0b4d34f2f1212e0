import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { expense, expenseReport } from './snapshots.js';
import { beginStory } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('S5: an expense report', () => {
  it('S5: becomes one bill of its submitter; a cash advance is a negative line, what is not reimbursable stays out', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's5');
    const items = [
      expense({ id: 'x1', amount: '48.20', customer: 'Northwind Clinic', billable: true }),
      expense({ id: 'x2', amount: '12.00', account: 'Meals', description: 'Company card', reimbursable: false }),
      expense({ id: 'x3', amount: '30.00', account: 'Meals' }),
    ];
    await enqueue(
      'expense-reports',
      'E1',
      expenseReport({ items, cashAdvance: '20.00', cashAdvanceAccount: 'Employee Advances' }),
    );

    await run();

    const bills = company.transactions({ type: 'Bill' });
    expect(bills).toMatchObject([
      {
        entity: 'v-Doe, Jane',
        refNumber: 'ER-1',
        txnDate: '2026-01-10',
        amount: '58.20',
        lines: [
          {
            name: 'Travel',
            amount: '48.20',
            fields: { BillableStatus: 'Billable', CustomerRef: { FullName: 'Northwind Clinic' }, Memo: 'Parking' },
          },
          { name: 'Meals', amount: '30.00' },
          { name: 'Employee Advances', amount: '-20.00' },
        ],
      },
    ]);
    expect(bills[0]?.lines).toHaveLength(3);
    expect(await get('expense-reports', 'E1')).toMatchObject({
      transferStatus: 'Transferred',
      records: [{ key: 'bill', txnType: 'Bill', txnId: bills[0]?.txnId, refNumber: 'ER-1', state: 'added' }],
    });
  });

  it('S5: whose submitter is no vendor is Pending/Failed, with a hint, until there is one', async () => {
    const { enqueue, run, get, history, company } = await beginStory(product, 's5-vendor');
    await enqueue('expense-reports', 'E1', expenseReport({ submitter: { name: 'Ken Ito' } }));
    await run();

    const failed = await get('expense-reports', 'E1');

    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      records: [{ key: 'bill', state: 'refused', statusCode: 3140 }],
    });
    expect(await history('expense-reports', 'E1')).toContainEqual(
      expect.objectContaining({ event: 'refused', statusCode: 3140, hint: expect.stringContaining('vendor') }),
    );
    expect(company.transactions()).toEqual([]);
  });

  it('S5: of which nothing is reimbursable fails with the field', async () => {
    const { enqueue, run, get } = await beginStory(product, 's5-nothing');
    await enqueue('expense-reports', 'E1', expenseReport({ items: [expense({ reimbursable: false })] }));

    await run();

    expect(await get('expense-reports', 'E1')).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/^items: .*reimbursable/),
    });
  });
});

describe('S6: an expense report that failed', () => {
  it('S6: leaves nothing in QuickBooks, and becomes one bill once its cause is mended', async () => {
    const { put, enqueue, run, get, company } = await beginStory(product, 's6');
    const items = [expense(), expense({ id: 'x2', account: 'Parking' })];
    await enqueue('expense-reports', 'E1', expenseReport({ items }));
    await run();
    await run();

    const billsBefore = company.transactions({ type: 'Bill' });
    await put('expense-reports', 'E1', expenseReport({ items: [expense(), expense({ id: 'x2', account: 'Meals' })] }));
    await run();

    expect(billsBefore).toEqual([]);
    expect(company.transactions({ type: 'Bill' })).toMatchObject([{ amount: '96.40' }]);
    expect(await get('expense-reports', 'E1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S14: whether an expense report may be set ready', () => {
  it.each(['Approved', 'Submitted', 'Paid'])('S14: one that is "%s" is refused', async (status) => {
    const { put, ready, get } = await beginStory(product, `s14-${status}`);
    await put('expense-reports', 'E1', expenseReport({ status }));

    const results = await ready('expense-reports', ['E1']);

    expect(results).toMatchObject([{ ok: false, reason: expect.stringContaining('Approved for Payment') }]);
    expect(await get('expense-reports', 'E1')).toMatchObject({
      eligible: false,
      ready: false,
      transferStatus: 'Not Transferred',
    });
  });

  it('S14: one that was transferred before is never transferred again, even if the duplicate is asked for', async () => {
    const { enqueue, ready, run, get, company } = await beginStory(product, 's14-again');
    await enqueue('expense-reports', 'E1', expenseReport());
    await run();

    const results = await ready('expense-reports', ['E1'], { retransfer: true });

    expect(results).toMatchObject([
      { ok: false, transferStatus: 'Transferred', reason: expect.stringMatching(/transferred before/) },
    ]);
    expect(await get('expense-reports', 'E1')).toMatchObject({
      eligible: false,
      ready: false,
      transferStatus: 'Transferred',
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(company.transactions({ type: 'Bill' })).toHaveLength(1);
  });

  it('S14: one that failed and was held may be set ready again', async () => {
    const { enqueue, ready, notReady, run, get, company } = await beginStory(product, 's14-held');
    await enqueue('expense-reports', 'E1', expenseReport({ submitter: { name: 'v-Roe, Max' } }));
    await run();
    await notReady('expense-reports', ['E1']);
    company.addVendor({ name: 'v-Roe, Max' });

    const results = await ready('expense-reports', ['E1']);
    await run();

    expect(results).toMatchObject([{ ok: true, transferStatus: 'Pending/Failed' }]);
    expect(await get('expense-reports', 'E1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S14: one that is no longer approved while it waits leaves the queue, with the reason in its history', async () => {
    const { put, enqueue, run, history } = await beginStory(product, 's14-unapproved');
    await enqueue('expense-reports', 'E1', expenseReport());

    const item = await put('expense-reports', 'E1', expenseReport({ status: 'Submitted' }));

    expect(item).toMatchObject({ transferStatus: 'Not Transferred', ready: false });
    expect((await history('expense-reports', 'E1')).at(-1)).toMatchObject({
      event: 'becameIneligible',
      message: expect.stringContaining('Submitted'),
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });
});
