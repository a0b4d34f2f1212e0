import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { timeEntry, timesheet } from './snapshots.js';
import { beginStory } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const THREE = [
  timeEntry({ id: 'e1', minutes: 90 }),
  timeEntry({ id: 'e2', minutes: 15, date: '2026-01-06', serviceItem: 'Magic' }),
  timeEntry({ id: 'e3', minutes: 480, date: '2026-01-07', billable: false }),
];

describe('S4: a timesheet', () => {
  it('S4: becomes one time record per entry, of the employee or vendor that it is of', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's4');
    await enqueue(
      'timesheets',
      'T1',
      timesheet({ entries: [THREE[0], timeEntry({ id: 'e2', minutes: 481, billable: false })] }),
    );
    await enqueue('timesheets', 'T2', timesheet({ resource: { name: 'v-Ito, Ken' } }));

    await run();

    expect(company.transactions({ type: 'TimeTracking', entity: 'Jane Doe' })).toMatchObject([
      {
        txnDate: '2026-01-05',
        memo: 'Mailbox moved',
        fields: {
          Duration: 'PT1H30M',
          BillableStatus: 'Billable',
          CustomerRef: { FullName: 'Northwind Clinic' },
          ItemServiceRef: { FullName: 'Remote Support' },
        },
      },
      { fields: { Duration: 'PT8H1M', BillableStatus: 'NotBillable' } },
    ]);
    expect(company.transactions({ type: 'TimeTracking', entity: 'v-Ito, Ken' })).toHaveLength(1);
    expect(await get('timesheets', 'T1')).toMatchObject({
      transferStatus: 'Transferred',
      number: 'T1',
      records: [
        { key: 'entry/e1', txnType: 'TimeTracking', state: 'added' },
        { key: 'entry/e2', state: 'added' },
      ],
    });
  });

  it('S4: with a billable entry without customer fails with the field, and is sent when it is corrected', async () => {
    const { put, enqueue, run, get, history } = await beginStory(product, 's4-billable');
    const { customer: _, ...entry } = timeEntry() as { customer: string };
    await enqueue('timesheets', 'T1', timesheet({ entries: [entry] }));
    await run();

    const failed = await get('timesheets', 'T1');
    await put('timesheets', 'T1', timesheet());
    await run();

    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/entries\[e1\]\.customer/),
    });
    expect(await history('timesheets', 'T1')).toContainEqual(
      expect.objectContaining({
        event: 'refused',
        message: expect.stringMatching(/entries\[e1\]\.customer/),
        hint: expect.any(String),
      }),
    );
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S6: a timesheet that failed in part', () => {
  it('S6: resends only the entries that QuickBooks does not have yet', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's6');
    await enqueue('timesheets', 'T1', timesheet({ entries: THREE }));
    await run();

    const failed = await get('timesheets', 'T1');
    company.addItem({ name: 'Magic', type: 'service' });
    const second = await run();

    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: true,
      records: [
        { key: 'entry/e1', state: 'added' },
        { key: 'entry/e2', state: 'refused', statusCode: 3140 },
        { key: 'entry/e3', state: 'added' },
      ],
    });
    expect(second).toMatchObject({ closing: '1 record transferred.' });
    expect(company.transactions({ type: 'TimeTracking' }).map(({ txnDate }) => txnDate)).toEqual([
      '2026-01-05',
      '2026-01-07',
      '2026-01-06',
    ]);
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S6: resends only what failed when it is corrected in the PSA', async () => {
    const { put, enqueue, run, get, company } = await beginStory(product, 's6-corrected');
    await enqueue('timesheets', 'T1', timesheet({ entries: THREE }));
    await run();

    await put('timesheets', 'T1', timesheet({ entries: [THREE[0], timeEntry({ id: 'e2', minutes: 20 }), THREE[2]] }));
    await run();

    expect(company.transactions({ type: 'TimeTracking' }).map(({ fields }) => fields.Duration)).toEqual([
      'PT1H30M',
      'PT8H0M',
      'PT0H20M',
    ]);
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S6: is complete when the entry that failed is taken out in the PSA', async () => {
    const { put, enqueue, run, get, company } = await beginStory(product, 's6-removed');
    await enqueue('timesheets', 'T1', timesheet({ entries: THREE }));
    await run();

    await put('timesheets', 'T1', timesheet({ entries: [THREE[0], THREE[2]] }));
    await run();

    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(company.transactions({ type: 'TimeTracking' })).toHaveLength(2);
  });

  it('S6: set Ready after it was held goes on with what is missing', async () => {
    const { enqueue, ready, notReady, run, get, company } = await beginStory(product, 's6-held');
    await enqueue('timesheets', 'T1', timesheet({ entries: THREE }));
    await run();
    await notReady('timesheets', ['T1']);
    company.addItem({ name: 'Magic', type: 'service' });
    await run();

    const again = await ready('timesheets', ['T1'], { retransfer: true });
    await run();

    expect(again).toMatchObject([{ ok: true, transferStatus: 'Pending/Failed' }]);
    expect(company.transactions({ type: 'TimeTracking' })).toHaveLength(3);
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S13: whether a timesheet may be set ready', () => {
  it.each(['Draft', 'Submitted', 'Rejected', 'approved'])('S13: one that is "%s" is refused', async (status) => {
    const { put, ready, get } = await beginStory(product, `s13-${status}`);
    await put('timesheets', 'T1', timesheet({ status }));

    const results = await ready('timesheets', ['T1']);

    expect(results).toMatchObject([
      { ok: false, transferStatus: 'Not Transferred', reason: expect.stringContaining(`"${status}"`) },
    ]);
    expect(await get('timesheets', 'T1')).toMatchObject({
      eligible: false,
      reason: expect.stringContaining('Approved'),
    });
  });

  it('S13: one becomes eligible when it is approved', async () => {
    const { put, ready } = await beginStory(product, 's13-approved');
    await put('timesheets', 'T1', timesheet({ status: 'Submitted' }));

    await put('timesheets', 'T1', timesheet());

    expect(await ready('timesheets', ['T1'])).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
  });

  it('S13: one that is no longer approved while it waits leaves the queue, with the reason in its history', async () => {
    const { put, enqueue, run, history } = await beginStory(product, 's13-unapproved');
    await enqueue('timesheets', 'T1', timesheet());

    const item = await put('timesheets', 'T1', timesheet({ status: 'Rejected' }));

    expect(item).toMatchObject({ transferStatus: 'Not Transferred', ready: false, eligible: false });
    expect((await history('timesheets', 'T1')).at(-1)).toMatchObject({
      event: 'becameIneligible',
      message: expect.stringContaining('"Rejected"'),
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S13: one that is no longer approved with a part of it in QuickBooks is held as Pending/Failed', async () => {
    const { put, enqueue, run, get, company } = await beginStory(product, 's13-part');
    await enqueue('timesheets', 'T1', timesheet({ entries: THREE }));
    await run();
    company.addItem({ name: 'Magic', type: 'service' });

    await put('timesheets', 'T1', timesheet({ status: 'Submitted', entries: THREE }));

    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });
});
