import type { Data } from '../grammar/data.js';

/** The lists of QuickBooks that the company file keeps. */
export const listTypes = [
  'Customer',
  'Vendor',
  'Employee',
  'OtherName',
  'ItemService',
  'ItemNonInventory',
  'ItemInventory',
  'ItemOtherCharge',
  'ItemSalesTax',
  'Account',
  'Class',
  'StandardTerms',
  'SalesTaxCode',
  'ShipMethod',
  'PayrollItemWage',
] as const;

export type ListType = (typeof listTypes)[number];

/** A list element. `fields` is the rest of its Ret, with references as ListID and FullName. */
export type ListRow = {
  readonly listId: string;
  readonly type: ListType;
  readonly name: string;
  readonly fullName: string;
  readonly sublevel: number;
  readonly isActive: boolean;
  readonly timeCreated: string;
  readonly timeModified: string;
  readonly editSequence: string;
  readonly fields: Data;
};

/** The transactions that the company file keeps. */
export type TxnType = 'Invoice' | 'ReceivePayment' | 'PurchaseOrder' | 'ItemReceipt' | 'Bill' | 'TimeTracking';

/** A line. Quantities are decimal strings; `received` and `closed` belong to purchase orders. */
export type LineRow = {
  readonly txnLineId: string;
  readonly kind: 'item' | 'expense';
  readonly fields: Data;
  readonly amount: string;
  readonly quantity?: string;
  readonly taxable?: boolean;
  readonly received?: string;
  readonly closed?: boolean;
  readonly linkedTo?: { readonly txnId: string; readonly txnLineId: string };
};

/** How far a payment goes to an invoice, or a receipt to a purchase order. Kept on both sides. */
export type LinkRow = { readonly txnId: string; readonly amount: string; readonly linkType: 'AMTTYPE' | 'QUANTYPE' };

/** A transaction. `fields` is the header of its Ret without what is computed from lines and links. */
export type TxnRow = {
  readonly txnId: string;
  readonly type: TxnType;
  readonly txnNumber: number;
  readonly timeCreated: string;
  readonly timeModified: string;
  readonly editSequence: string;
  readonly entityId?: string;
  readonly txnDate: string;
  readonly refNumber?: string;
  /** Invoice: before tax. */
  readonly amount: string;
  readonly tax?: string;
  readonly fields: Data;
  readonly lines: readonly LineRow[];
  readonly links: readonly LinkRow[];
  readonly manuallyClosed?: boolean;
};

/** A transaction that was deleted. */
export type DeletedRow = { readonly txnId: string; readonly type: TxnType; readonly timeDeleted: string };

/** What QuickBooks keeps of a request of a message set: enough for a status check, not the Ret. */
export type StoredStatus = {
  readonly response: string;
  readonly requestId?: string;
  readonly code: number;
  readonly severity: string;
  readonly message: string;
  readonly recovery?: Data;
};

/** The stored state of a message set. `lost` stands for a state that cannot be read any more (9002). */
export type MessageSetRow = {
  readonly id: string;
  readonly checksum: string;
  readonly statuses: readonly StoredStatus[];
  readonly lost?: boolean;
};

/** A list element, transaction or whole list that another user has open, for some message sets more. */
export type LockRow = { readonly target: string; readonly setsLeft: number };

/** The company itself. */
export type CompanyRow = {
  readonly name: string;
  readonly path: string;
  readonly closingDate?: string;
  /** What a receipt for a closed purchase order meets: a refusal, or 570 and a receipt without the link. */
  readonly closedOrderLink: 'refuse' | 'warn';
  readonly fileIds: Readonly<Record<string, string>>;
  /** The next message sets whose state cannot be stored (9005). */
  readonly setsNotStorable: number;
};

/** Counters, kept with the rows that they number. */
export type CounterRow = {
  readonly listId: number;
  readonly txnId: number;
  readonly txnNumber: number;
  readonly editSequence: number;
  readonly highestNumber: Readonly<Partial<Record<TxnType, number>>>;
};
