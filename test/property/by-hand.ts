import type { CompanyFile, TransactionView, TxnType } from '../../simulator/simulator.js';
import { unsettledSet } from '../../store/message-sets.js';
import type { Edit } from './history.js';
import { missingName, type PsaItem, SILENT } from './psa.js';
import type { World } from './world.js';

const CUSTOMER = 'Northwind Clinic';
const KINDS = {
  invoices: 'Invoice',
  'purchase-orders': 'PurchaseOrder',
  timesheets: 'TimeTracking',
  'expense-reports': 'Bill',
} as const;

/** Makes what an item names and QuickBooks does not have. */
export function addMissing(company: CompanyFile, { wish }: PsaItem, index: number): void {
  const name = missingName(index);
  if (wish.lacks !== 'name' || company.find(name) !== undefined) return;
  if (wish.kind === 'invoices' || wish.kind === 'timesheets') company.addCustomer({ name });
  else company.addVendor({ name });
}

/** The newest transaction of a type that an item became. */
function newest(company: CompanyFile, type: TxnType, { mark }: PsaItem): TransactionView | undefined {
  return company.transactions({ type, refNumber: mark }).at(-1);
}

type Editing = (world: World, psa: PsaItem, index: number) => void | Promise<void>;

/** What people do in QuickBooks; what cannot be done there now is not done. */
const EDITING: Record<Edit, Editing> = {
  addMissing: ({ company }, psa, index) => addMissing(company, psa, index),
  addEmail: ({ company }) => void company.setCustomer(SILENT, { email: 'office@willow.example' }),
  removeEmail: ({ company }) => void company.setCustomer(SILENT, { email: '' }),
  deactivate: ({ company }) => void company.setCustomer(CUSTOMER, { isActive: false }),
  lock: ({ company }, psa) => company.lock(KINDS[psa.item.kind], 1 + (psa.revision % 2)),
  closeBooks: ({ company }) => company.setCompany({ closingDate: '2026-02-28' }),
  openBooks: ({ company }) => company.setCompany({ closingDate: '2019-12-31' }),
  pay: ({ company }, psa) => {
    const invoice = newest(company, 'Invoice', psa);
    if (invoice !== undefined && invoice.isPaid !== true) company.payInvoice({ txnId: invoice.txnId });
  },
  receive: ({ company }, psa) => {
    const order = newest(company, 'PurchaseOrder', psa);
    if (order === undefined || order.fullyReceived === true) return;
    company.receiveByHand({ txnId: order.txnId });
    psa.isSpoiled = true;
  },
  closeOrder: ({ company }, psa) => {
    const order = newest(company, 'PurchaseOrder', psa);
    if (order === undefined || order.fullyReceived === true) return;
    company.closePurchaseOrder({ txnId: order.txnId });
    psa.isSpoiled = true;
  },
  deleteOrder: (world, psa) => {
    const order = newest(world.company, 'PurchaseOrder', psa);
    if (order === undefined || order.linkedTxnIds.length > 0) return;
    deleteByHand(world, order);
    psa.isSpoiled = true;
  },
  deleteInvoice: (world, psa) => {
    const invoice = newest(world.company, 'Invoice', psa);
    if (invoice !== undefined && invoice.linkedTxnIds.length === 0) deleteByHand(world, invoice);
  },
  loseSets: ({ company }) => company.loseMessageSets(),
  // A set that QuickBooks executed and forgot before we heard of it is done twice: no id can protect from that.
  forgetSets: async ({ company, database, connectionId }) => {
    const { rows } = await database.query('select file_id as id from connections where id = $1', [connectionId]);
    if ((await unsettledSet(database, connectionId, rows[0].id)) === undefined) company.forgetMessageSets();
  },
};

function deleteByHand({ company, deletedByHand }: World, { type, txnId }: TransactionView): void {
  company.deleteTransaction(type, { txnId });
  deletedByHand.add(txnId);
}

export async function editByHand(world: World, edit: Edit, psa: PsaItem, index: number): Promise<void> {
  await EDITING[edit](world, psa, index);
}
