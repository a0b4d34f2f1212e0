import { type Data, groupOf, textOf, textsOf } from '../grammar/data.js';
import type { Books } from './books.js';
import { queryCompany, queryHost, queryPreferences } from './company-queries.js';
import { addListElement } from './list-add.js';
import { listRet, queryLists } from './list-query.js';
import { statusOk } from './refusal.js';
import type { Handler, Outcome } from './request.js';
import type { ListType, TxnRow } from './rows.js';
import { addBill } from './transactions/bill.js';
import { recoveryOf } from './transactions/entry.js';
import { addInvoice } from './transactions/invoice.js';
import { addItemReceipt } from './transactions/item-receipt.js';
import { addPurchaseOrder, modPurchaseOrder } from './transactions/purchase-order.js';
import { rets } from './transactions/rets.js';
import { addTimeTracking } from './transactions/time-tracking.js';
import { deleteTransaction } from './transactions/txn-del.js';
import { queryAllTransactions, queryTransactions } from './transactions/txn-query.js';

/** Every request that the company file executes, by its name without `Rq`. */
export const handlers: Readonly<Record<string, Handler>> = {
  HostQuery: queryHost,
  CompanyQuery: queryCompany,
  PreferencesQuery: queryPreferences,

  CustomerQuery: queryLists(['Customer']),
  VendorQuery: queryLists(['Vendor']),
  EmployeeQuery: queryLists(['Employee']),
  OtherNameQuery: queryLists(['OtherName']),
  ItemQuery: queryLists(['ItemService', 'ItemNonInventory', 'ItemOtherCharge', 'ItemInventory', 'ItemSalesTax']),
  ItemServiceQuery: queryLists(['ItemService']),
  ItemNonInventoryQuery: queryLists(['ItemNonInventory']),
  ItemInventoryQuery: queryLists(['ItemInventory']),
  ItemSalesTaxQuery: queryLists(['ItemSalesTax']),
  AccountQuery: queryLists(['Account'], (data, row) => {
    const types = textsOf(data, 'AccountType');
    return types.length === 0 || types.includes(textOf(row.fields, 'AccountType') ?? '');
  }),
  ClassQuery: queryLists(['Class']),
  StandardTermsQuery: queryLists(['StandardTerms']),
  TermsQuery: queryLists(['StandardTerms']),
  SalesTaxCodeQuery: queryLists(['SalesTaxCode']),
  ShipMethodQuery: queryLists(['ShipMethod']),
  PayrollItemWageQuery: queryLists(['PayrollItemWage']),

  CustomerAdd: adding('Customer'),
  VendorAdd: adding('Vendor'),
  ItemServiceAdd: adding('ItemService'),
  ItemNonInventoryAdd: adding('ItemNonInventory'),
  ItemInventoryAdd: adding('ItemInventory'),

  InvoiceAdd: entering('InvoiceAdd', addInvoice),
  PurchaseOrderAdd: entering('PurchaseOrderAdd', addPurchaseOrder),
  PurchaseOrderMod: entering('PurchaseOrderMod', modPurchaseOrder),
  BillAdd: entering('BillAdd', addBill),
  TimeTrackingAdd: entering('TimeTrackingAdd', addTimeTracking),
  ItemReceiptAdd: (books, request) => {
    const { row, warning } = addItemReceipt(books, groupOf(request.data, 'ItemReceiptAdd') ?? {});
    return { ...entered(books, row), status: warning ?? statusOk };
  },

  InvoiceQuery: queryTransactions('Invoice'),
  ReceivePaymentQuery: queryTransactions('ReceivePayment'),
  PurchaseOrderQuery: queryTransactions('PurchaseOrder'),
  ItemReceiptQuery: queryTransactions('ItemReceipt'),
  BillQuery: queryTransactions('Bill'),
  TimeTrackingQuery: queryTransactions('TimeTracking'),
  TransactionQuery: queryAllTransactions,

  TxnDel: (books, request) => {
    const content = deleteTransaction(books, request.data);
    return { content, recovery: { TxnID: content.TxnID } };
  },
};

/** Requests that take the attributes `iterator` and `iteratorID`; employees, accounts and the small lists do not. */
export const iterable: ReadonlySet<string> = new Set([
  ...['CustomerQuery', 'VendorQuery', 'ItemQuery', 'ItemServiceQuery', 'ItemNonInventoryQuery', 'ItemInventoryQuery'],
  ...[
    'ItemSalesTaxQuery',
    'OtherNameQuery',
    'InvoiceQuery',
    'ReceivePaymentQuery',
    'PurchaseOrderQuery',
    'ItemReceiptQuery',
  ],
  ...['BillQuery', 'TimeTrackingQuery', 'TransactionQuery'],
]);

function adding(type: ListType): Handler {
  return (books, request) => {
    const row = addListElement(books, type, groupOf(request.data, `${type}Add`) ?? {});
    const guid = textOf(row.fields, 'ExternalGUID');
    return {
      objects: [{ name: `${type}Ret`, data: listRet(row) }],
      recovery: { ListID: row.listId, EditSequence: row.editSequence, ExternalGUID: guid },
    };
  };
}

function entering(name: string, add: (books: Books, data: Data) => TxnRow): Handler {
  return (books, request) => entered(books, add(books, groupOf(request.data, name) ?? {}));
}

/** The answer to an Add or Mod shows the lines, but no links: those only a query returns. */
function entered(books: Books, row: TxnRow): Outcome {
  const data = { ...rets[row.type](books, row), LinkedTxn: undefined };
  return { objects: [{ name: `${row.type}Ret`, data }], recovery: recoveryOf(row) };
}
