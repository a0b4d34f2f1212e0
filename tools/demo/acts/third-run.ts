import { DemoFailure } from '../failure.js';
import { SECOND_BATCH } from '../samples/invoices.js';
import { LATER } from '../samples/purchase-orders.js';
import { listen, runWebConnector, tellFailures } from '../session.js';
import { expectAnswers, expectItems, type Stage } from '../stage.js';
import { expectHistory, expectRecords } from './expectations.js';

/** Between two runs: orders are canceled, edited and corrected; an invoice is held. */
export async function changePlans(stage: Stage): Promise<void> {
  const { company, rest, screen } = stage;
  screen.act('Orders are canceled, edited and corrected; an invoice is held');
  await rest.put('purchase-orders', 'PO-702', LATER.canceled);
  await rest.put('purchase-orders', 'PO-703', LATER.canceledWithReceipt);
  screen.say('PO-702 and PO-703 are canceled in the PSA; QuickBooks has them, and a receipt of PO-703.');
  await rest.put('purchase-orders', 'PO-704', LATER.numbered);
  company.deleteTransaction('PurchaseOrder', { number: 'PO-704' });
  await rest.put('purchase-orders', 'PO-704', LATER.edited);
  await expectItems(stage, 'purchase-orders', {
    'PO-702': 'Pending',
    'PO-703': 'Pending',
    'PO-704': 'Not Transferred',
  });
  expectAnswers(stage, 'purchase-orders', await rest.ready('purchase-orders', ['PO-704']));
  screen.say(
    'PO-704: deleted in QuickBooks, edited, External P.O. # cleared in the PSA, set ready without a question.',
  );
  await rest.put('purchase-orders', 'PO-705', LATER.merged);
  screen.say('PO-705 is corrected in the PSA: one line of three instead of the same product twice.');
  expectAnswers(stage, 'invoices', await rest.notReady('invoices', ['5207']));
  screen.say('Invoice 5207 is set Not Ready: it keeps Pending/Failed, but is left out from now on.');
}

/** The third run: a deletion, an order anew, the rest. */
export async function thirdRun(stage: Stage): Promise<void> {
  const { screen, company } = stage;
  screen.act('The Web Connector runs a third time: deleted, sent anew, caught up');
  await runWebConnector(stage);
  await expectItems(stage, 'purchase-orders', {
    'PO-702': 'Transferred',
    'PO-703': ['Pending/Failed', /cannot be deleted/],
    'PO-704': 'Transferred',
    'PO-705': 'Transferred',
    'PO-706': 'Transferred',
  });
  await expectItems(stage, 'timesheets', { 'T-904': ['Pending/Failed', /Time Travel/] });
  await tellFailures(stage);
  await expectHistory(stage, 'purchase-orders', 'PO-702', /deleted in QuickBooks/);
  if (company.transactions({ type: 'PurchaseOrder', refNumber: 'PO-702' }).length > 0)
    throw new DemoFailure('PO-702: found it in QuickBooks, expected it deleted');
  screen.say('PO-702 is deleted in QuickBooks, PO-704 is there anew, PO-705 went last, PO-706 before it.');
  const { hint } = await expectHistory(stage, 'purchase-orders', 'PO-703', /cannot be deleted/);
  screen.say(`What the history of PO-703 advises: ${hint ?? ''}`);
  await expectRecords(stage, 'purchase-orders', 'PO-706', { PurchaseOrder: 1 });
  await listen(stage);
}

/** Life goes on: what waits for the next run. */
export async function leaveSomething(stage: Stage): Promise<void> {
  const { rest, screen } = stage;
  screen.act('Life goes on: what waits for the next run');
  await rest.putAll('invoices', SECOND_BATCH);
  await rest.putBatch('2026-W2', 'finished', Object.keys(SECOND_BATCH));
  await rest.put('purchase-orders', 'PO-706', LATER.receivedAtLast);
  expectAnswers(stage, 'timesheets', await rest.ready('timesheets', ['T-905']));
  expectAnswers(stage, 'expense-reports', await rest.ready('expense-reports', ['ER-805']));
  screen.say('Another batch has finished, the goods of PO-706 have come in, T-905 and ER-805 are set ready.');
}
