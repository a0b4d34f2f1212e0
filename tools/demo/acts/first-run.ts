import { EXPENSE_REPORTS } from '../samples/expense-reports.js';
import { FIRST_BATCH, ORDINARY_INVOICES, SPECIAL_INVOICES, THIRD_BATCH } from '../samples/invoices.js';
import { PURCHASE_ORDERS } from '../samples/purchase-orders.js';
import { TIMESHEETS } from '../samples/timesheets.js';
import { listen, runWebConnector, tellFailures } from '../session.js';
import { each, expectAnswers, expectItems, type Stage } from '../stage.js';
import { expectBatch, expectRecords } from './expectations.js';

/** The PSA tells what it has, and people say what may go. */
export async function getReady(stage: Stage): Promise<void> {
  const { rest, screen } = stage;
  screen.act('The PSA has items of every kind, and people set them ready');
  await rest.putAll('invoices', { ...ORDINARY_INVOICES, ...SPECIAL_INVOICES });
  await rest.putBatch('2026-W1', 'processing', FIRST_BATCH);
  screen.say(`A batch of ${FIRST_BATCH.length} invoices is processing, marked "ready to transfer".`);
  expectAnswers(stage, 'invoices', await rest.ready('invoices', ['5201', '5204', '5205']), {
    '5201': /batch is still processing/,
    '5204': /voided/,
    '5205': /negative/,
  });
  await rest.putBatch('2026-W1', 'finished', FIRST_BATCH);
  await expectItems(stage, 'invoices', {
    ...each([...Object.keys(ORDINARY_INVOICES), '5201', '5202', '5203', '5206', '5207'], 'Pending'),
    ...each(['5204', '5205'], 'Not Transferred'),
  });
  screen.say('The batch has finished: its invoices are Pending, but for the two that QuickBooks must not have.');
  await rest.putAll('invoices', THIRD_BATCH);
  await rest.putBatch('2026-W3', 'processing', Object.keys(THIRD_BATCH));

  await rest.putAll('purchase-orders', PURCHASE_ORDERS);
  expectAnswers(
    stage,
    'purchase-orders',
    await rest.ready('purchase-orders', ['PO-701', 'PO-702', 'PO-703', 'PO-704']),
  );
  screen.say('Four purchase orders are set ready; of PO-701 and PO-703 goods have come in already.');
  await rest.putAll('timesheets', TIMESHEETS);
  expectAnswers(stage, 'timesheets', await rest.ready('timesheets', ['T-901', 'T-902', 'T-903', 'T-904']), {
    'T-902': /only "Approved"/,
  });
  await rest.putAll('expense-reports', EXPENSE_REPORTS);
  expectAnswers(
    stage,
    'expense-reports',
    await rest.ready('expense-reports', ['ER-801', 'ER-802', 'ER-803', 'ER-804']),
    { 'ER-804': /only "Approved for Payment"/ },
  );
}

/** The first run: everything new, many records a round trip. */
export async function firstRun(stage: Stage): Promise<void> {
  const { rest, screen } = stage;
  screen.act('The Web Connector runs: 50 records a message set, one bad one stops no other');
  await runWebConnector(stage);
  await expectItems(stage, 'invoices', {
    ...each([...Object.keys(ORDINARY_INVOICES), '5201', '5202', '5208', '5209', '5210', '5211'], 'Transferred'),
    '5203': ['Pending/Failed', /email address specified for this customer is invalid/],
    '5206': ['Pending/Failed', /invalid reference to QuickBooks Item "FW-80F"/],
    '5207': ['Pending/Failed', /Quantum Router/],
  });
  await expectItems(stage, 'purchase-orders', each(['PO-701', 'PO-702', 'PO-703', 'PO-704'], 'Transferred'));
  await expectItems(stage, 'timesheets', {
    'T-901': 'Transferred',
    'T-903': ['Pending/Failed', /Lakeside Vet/],
    'T-904': ['Pending/Failed', /Time Travel/],
  });
  await expectItems(stage, 'expense-reports', {
    'ER-801': 'Transferred',
    'ER-802': ['Pending/Failed', /Núñez, Ana/],
    'ER-803': ['Pending/Failed', /Valet Parking/],
  });
  await tellFailures(stage);
  await expectRecords(stage, 'purchase-orders', 'PO-701', { PurchaseOrder: 1, ItemReceipt: 2 });
  await expectRecords(stage, 'timesheets', 'T-901', { TimeTracking: 3 });
  await expectRecords(stage, 'timesheets', 'T-903', { TimeTracking: 1 });
  screen.say('PO-701 is a purchase order and two item receipts; of T-903 one of two time entries is in.');
  await expectBatch(stage, '2026-W1', 'Pending/Failed');
  await listen(stage);
  expectAnswers(stage, 'invoices', await rest.ready('invoices', ['5201']), { '5201': /duplicate/ });
  expectAnswers(stage, 'expense-reports', await rest.ready('expense-reports', ['ER-801']), {
    'ER-801': /never sent twice/,
  });
}
