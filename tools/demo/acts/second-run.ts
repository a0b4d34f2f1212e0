import { DemoFailure } from '../failure.js';
import { LATER } from '../samples/purchase-orders.js';
import { listen, runWebConnector, tellFailures } from '../session.js';
import { expectAnswers, expectItems, type Stage } from '../stage.js';
import { expectRecords } from './expectations.js';

/** When the customers of the demo pay. */
export const PAID_ON = '2026-01-20';

/** Between two runs: causes are mended in QuickBooks, customers pay, goods come in. */
export async function mend(stage: Stage): Promise<void> {
  const { company, rest, screen } = stage;
  screen.act('In QuickBooks the causes are mended and customers pay; in the PSA goods come in');
  company.setCustomer('Willow School', { email: 'office@willow.example' });
  company.addItem({ name: 'FW-80F', type: 'nonInventory', price: '600.00' });
  company.addCustomer({ name: 'Lakeside Vet' });
  company.addVendor({ name: 'v-Núñez, Ana' });
  screen.say('Willow School gets its e-mail address; the item FW-80F, Lakeside Vet and v-Núñez, Ana are added.');
  screen.say('Nobody sets anything ready again: what is Pending/Failed is included by itself.');
  payAndRenumber(stage);
  await rest.put('purchase-orders', 'PO-701', LATER.moreReceived);
  await expectItems(stage, 'purchase-orders', { 'PO-701': 'Pending' });
  const resync = (await rest.items('purchase-orders')).find(({ id }) => id === 'PO-701');
  if (resync?.needsResync !== true) throw new DemoFailure('PO-701: found no mark, expected Needs Resync');
  screen.say(`The second FW-60F of PO-701 comes in: Needs Resync, Transfer Date "${resync.transferDate}".`);
  expectAnswers(stage, 'purchase-orders', await rest.ready('purchase-orders', ['PO-705', 'PO-706']));
  screen.say('PO-705, which names a product twice, and after it PO-706 are set ready.');
}

/** S22-S24: what is paid, and what makes a paid date doubtful. */
function payAndRenumber({ company, screen }: Stage): void {
  for (const number of ['5001', '5002', '5209', '5210', '5211']) company.payInvoice({ number }, { date: PAID_ON });
  screen.say(`Invoices 5001, 5002, 5209, 5210 and 5211 are paid by hand on ${PAID_ON}.`);
  company.renumber('Invoice', { number: '5006' }, '5209');
  company.renumber('Invoice', { number: '5005' }, '5211');
  screen.say('Somebody gives another invoice of the same customer the number 5209, and one of another customer 5211.');
}

/** The second run: only what is missing, new quantities, paid dates. */
export async function secondRun(stage: Stage): Promise<void> {
  const { screen } = stage;
  screen.act('The Web Connector runs again: only what QuickBooks does not have yet');
  await runWebConnector(stage);
  await expectItems(stage, 'invoices', {
    '5203': 'Transferred',
    '5206': 'Transferred',
    '5207': ['Pending/Failed', /Quantum Router/],
  });
  await expectItems(stage, 'purchase-orders', {
    'PO-701': 'Transferred',
    'PO-705': ['Pending/Failed', /ItemRef/],
    'PO-706': 'Pending',
  });
  await expectItems(stage, 'timesheets', { 'T-903': 'Transferred' });
  await expectItems(stage, 'expense-reports', { 'ER-802': 'Transferred' });
  await tellFailures(stage);
  screen.say('QuickBooks ended the purchase orders at PO-705; PO-706 was not looked at and stays Pending.');
  await expectRecords(stage, 'purchase-orders', 'PO-701', { PurchaseOrder: 1, ItemReceipt: 3 });
  await expectRecords(stage, 'timesheets', 'T-903', { TimeTracking: 2 });
  screen.say('PO-701 got one receipt for the one piece that was new; T-903 only its missing entry.');
  await tellPaidDates(stage);
}

async function tellPaidDates(stage: Stage): Promise<void> {
  const told = (await listen(stage)).filter(({ type }) => type === 'paidDate');
  const dates = new Map(told.map(({ id, value }) => [id, value]));
  const expected = { '5001': PAID_ON, '5002': PAID_ON, '5209': '', '5210': undefined, '5211': PAID_ON };
  for (const [id, date] of Object.entries(expected)) {
    if (dates.get(id) === date) continue;
    throw new DemoFailure(`invoice ${id}: found the paid date ${dates.get(id)} told, expected ${date}`);
  }
  const { screen } = stage;
  screen.say(`5001, 5002 and 5211 are paid on ${PAID_ON}; 5210 was paid through the PSA, its date is locked.`);
  for (const { id, reason } of told) if (reason !== undefined) screen.say(`invoice ${id}: ${reason}`);
}
