import { type Clock, dateOf, dateTimeOf } from './clock.js';
import type {
  CompanyRow,
  CounterRow,
  DeletedRow,
  ListRow,
  ListType,
  LockRow,
  MessageSetRow,
  TxnRow,
  TxnType,
} from './rows.js';
import { type Change, ChangeLog, Table } from './tables.js';

const firstCounters: CounterRow = { listId: 0, txnId: 0, txnNumber: 0, editSequence: 0, highestNumber: {} };
const firstCompany: CompanyRow = { name: '', path: '', closedOrderLink: 'refuse', fileIds: {}, setsNotStorable: 0 };

/** The rows of a company, what numbers them, and what time it is. */
export class Books {
  readonly log = new ChangeLog();
  readonly lists = new Table<ListRow>('lists', this.log);
  readonly transactions = new Table<TxnRow>('transactions', this.log);
  readonly deleted = new Table<DeletedRow>('deleted', this.log);
  readonly messageSets = new Table<MessageSetRow>('messageSets', this.log);
  readonly locks = new Table<LockRow>('locks', this.log);
  readonly #company = new Table<CompanyRow>('company', this.log);
  readonly #counters = new Table<CounterRow>('counters', this.log);

  readonly listsByName = this.lists.index((row) => [nameKey(row.type, row.fullName)]);
  readonly listsByType = this.lists.index((row) => [row.type]);
  readonly transactionsByType = this.transactions.index((row) => [row.type]);
  readonly transactionsByNumber = this.transactions.index((row) =>
    row.refNumber ? [numberKey(row.type, row.refNumber)] : [],
  );

  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get tables(): readonly Table<never>[] {
    const tables = [
      this.lists,
      this.transactions,
      this.deleted,
      this.messageSets,
      this.locks,
      this.#company,
      this.#counters,
    ];
    return tables as unknown as readonly Table<never>[];
  }

  /** Every row, for a compact file. */
  everything(): readonly Change[] {
    return this.tables.flatMap((table) => [...table.entries()].map(([key, row]) => ({ table: table.name, key, row })));
  }

  get company(): CompanyRow {
    return this.#company.get('company') ?? firstCompany;
  }

  set company(row: CompanyRow) {
    this.#company.put('company', row);
  }

  get now(): string {
    return dateTimeOf(this.#clock());
  }

  get today(): string {
    return dateOf(this.#clock());
  }

  /** ListIDs of QuickBooks look like `80000001-1767614400`. */
  nextListId(): string {
    const listId = this.#counter.listId + 1;
    this.#count({ listId });
    return `${(0x80000000 + listId).toString(16).toUpperCase()}-${this.#seconds}`;
  }

  /** TxnIDs and TxnLineIDs share one count and look like `1A-1767614400`. */
  nextTxnId(): string {
    const txnId = this.#counter.txnId + 1;
    this.#count({ txnId });
    return `${txnId.toString(16).toUpperCase()}-${this.#seconds}`;
  }

  nextTxnNumber(): number {
    const txnNumber = this.#counter.txnNumber + 1;
    this.#count({ txnNumber });
    return txnNumber;
  }

  /** The time in seconds, but never the same twice. */
  nextEditSequence(): string {
    const editSequence = Math.max(this.#seconds, this.#counter.editSequence + 1);
    this.#count({ editSequence });
    return String(editSequence);
  }

  /** A number left out is the highest of its kind plus one; a given numeric one may raise that. */
  numberFor(type: TxnType, given: string | undefined): string {
    const highest = this.#counter.highestNumber[type] ?? 0;
    const refNumber = given ?? String(highest + 1);
    const numeric = /^\d{1,10}$/.test(refNumber) ? Number(refNumber) : 0;
    if (numeric > highest) this.#count({ highestNumber: { ...this.#counter.highestNumber, [type]: numeric } });
    return refNumber;
  }

  get #counter(): CounterRow {
    return this.#counters.get('counters') ?? firstCounters;
  }

  #count(change: Partial<CounterRow>): void {
    this.#counters.put('counters', { ...this.#counter, ...change });
  }

  get #seconds(): number {
    return Math.floor(this.#clock().getTime() / 1000);
  }
}

/** Customers, vendors, employees and other names share one name space; so do all items. Case does not matter. */
export function nameKey(type: ListType, fullName: string): string {
  return `${nameSpaceOf(type)}/${fullName.toLowerCase()}`;
}

/** The key of the index by number: case-insensitive, as RefNumber look-ups are. */
export function numberKey(type: TxnType, refNumber: string): string {
  return `${type}/${refNumber.toLowerCase()}`;
}

function nameSpaceOf(type: ListType): string {
  if (type === 'Customer' || type === 'Vendor' || type === 'Employee' || type === 'OtherName') return 'name';
  return type.startsWith('Item') ? 'item' : type;
}
