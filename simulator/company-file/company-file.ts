import { GrammarError } from '../grammar/decode.js';
import { hasForm } from '../grammar/scalars.js';
import { XmlError } from '../xml/parse-xml.js';
import { writeElement } from '../xml/write-xml.js';
import { Books } from './books.js';
import type { Clock } from './clock.js';
import {
  type CompanySeed,
  type CustomerSeed,
  type ItemSeed,
  type NameSeed,
  sampleCompanySeed,
} from './company-seed.js';
import { type Chosen, edits, type NameChange } from './edits.js';
import { FileLock } from './file-lock.js';
import { Iterators } from './iterators.js';
import { companyFileExists, Journal } from './journal.js';
import { processMessageSet } from './process-message-set.js';
import { type CompanyRow, type ListType, listTypes, type MessageSetRow, type TxnType } from './rows.js';
import { sow } from './sow.js';
import {
  type ListView,
  type TransactionFilter,
  type TransactionView,
  viewByName,
  viewListElement,
  viewLists,
  viewTransaction,
  viewTransactions,
} from './views.js';

/** What ProcessRequest of QuickBooks gives: a response, or an exception. `detail` says what qbsdklog.txt would. */
export type ProcessResult =
  | { readonly response: string }
  | { readonly hresult: string; readonly message: string; readonly detail: string };

/** `beforeCommit` runs when everything is executed and nothing is kept yet; if it throws, nothing is. */
export type ProcessOptions = { readonly beforeCommit?: () => void };

/** How to open a company file. `durable: false` leaves out the fdatasync of each commit. */
export type OpenOptions = { readonly seed?: CompanySeed; readonly durable?: boolean; readonly clock?: Clock };

const itemTypes = listTypes.filter((type) => type.startsWith('Item'));

/** A QuickBooks company: it executes message sets, and people can change it by hand. */
export class CompanyFile {
  readonly path: string;
  readonly #books: Books;
  readonly #journal: Journal | undefined;
  readonly #lock: FileLock | undefined;
  readonly #iterators = new Iterators();

  private constructor(path: string, books: Books, journal?: Journal, lock?: FileLock) {
    this.path = path;
    this.#books = books;
    this.#journal = journal;
    this.#lock = lock;
  }

  static open(path: string, { seed, durable = true, clock = () => new Date() }: OpenOptions = {}): CompanyFile {
    const books = new Books(clock);
    const lock = FileLock.take(path);
    try {
      if (!companyFileExists(path)) {
        sow(books, seed ?? sampleCompanySeed(), path);
        const file = new CompanyFile(path, books, Journal.create(path, books.log.changes(), durable), lock);
        books.log.clear();
        return file;
      }
      const tables = new Map(books.tables.map((table) => [table.name, table]));
      const journal = Journal.open(path, durable, ({ table, key, row }) =>
        tables.get(table)?.restore(key, row as never),
      );
      const rows = books.everything();
      if (journal.rowsWritten > 2 * rows.length + 1000) journal.compact(rows);
      return new CompanyFile(path, books, journal, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  static inMemory(seed: CompanySeed = sampleCompanySeed(), clock: Clock = () => new Date()): CompanyFile {
    const books = new Books(clock);
    sow(books, seed, 'memory');
    books.log.clear();
    return new CompanyFile('memory', books);
  }

  /**
   * Executes a message set; what it changed and its stored state are kept in one commit before this returns.
   * What QuickBooks cannot parse changes nothing and gives 0x80040400.
   */
  process(requestXml: string, { beforeCommit }: ProcessOptions = {}): ProcessResult {
    try {
      return {
        response: this.#commit(() => processMessageSet(this.#books, this.#iterators, requestXml), beforeCommit),
      };
    } catch (error) {
      if (!(error instanceof GrammarError || error instanceof XmlError)) throw error;
      const message = 'QuickBooks found an error when parsing the provided XML text stream.';
      return { hresult: '0x80040400', message, detail: error.message };
    }
  }

  /** A QuickBooks session begins: iterators of former ones are gone. */
  beginSession(): void {
    this.#iterators.clear();
  }

  /** What QBWC puts into the first strHCPResponse. */
  hostCompanyPreferences(ownerId: string): { readonly request: string; readonly response: string } {
    if (!hasForm({ kind: 'guid' }, ownerId)) throw new Error(`the OwnerID ${ownerId} is no GUID in braces`);
    const owner = writeElement('OwnerID', ownerId);
    const queries = `<HostQueryRq requestID="0" /><CompanyQueryRq requestID="1">${owner}</CompanyQueryRq><PreferencesQueryRq requestID="2" />`;
    const set = writeElement('QBXMLMsgsRq', queries, ' onError="continueOnError"');
    const request = `<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>${writeElement('QBXML', set)}`;
    const result = this.process(request);
    if ('hresult' in result) throw new Error(result.detail);
    return { request, response: result.response };
  }

  get company(): CompanyRow {
    return this.#books.company;
  }

  get messageSets(): readonly MessageSetRow[] {
    return this.#books.messageSets.all();
  }

  transactions(filter?: TransactionFilter): readonly TransactionView[] {
    return viewTransactions(this.#books, filter);
  }

  lists(...types: readonly ListType[]): readonly ListView[] {
    return viewLists(this.#books, types.length > 0 ? types : listTypes);
  }

  customers(): readonly ListView[] {
    return viewLists(this.#books, ['Customer']);
  }

  vendors(): readonly ListView[] {
    return viewLists(this.#books, ['Vendor']);
  }

  items(): readonly ListView[] {
    return viewLists(this.#books, itemTypes);
  }

  find(name: string, ...types: readonly ListType[]): ListView | undefined {
    return viewByName(this.#books, types.length > 0 ? types : listTypes, name);
  }

  /** The FileID that the company carries under an OwnerID. */
  fileId(ownerId: string): string | undefined {
    return this.company.fileIds[ownerId.toLowerCase()];
  }

  /** Writes the FileID as QBWC does when an application is added; one that is there already stays. */
  writeFileId(ownerId: string, fileId: string): void {
    if (this.fileId(ownerId) === undefined) this.changeFileId(ownerId, fileId);
  }

  /** Gives the company another FileID, or none, as if another company file were open. */
  changeFileId(ownerId: string, fileId: string | undefined): void {
    const { [ownerId.toLowerCase()]: _, ...others } = this.company.fileIds;
    this.setCompany({ fileIds: fileId === undefined ? others : { ...others, [ownerId.toLowerCase()]: fileId } });
  }

  setCompany(to: Partial<CompanyRow>): void {
    this.#commit(() => {
      this.#books.company = { ...this.#books.company, ...to };
    });
  }

  payInvoice(chosen: Chosen, payment?: { readonly date?: string; readonly amount?: string }): TransactionView {
    return this.#commit(() => viewTransaction(this.#books, edits.payInvoice(this.#books, chosen, payment)));
  }

  receiveByHand(
    chosen: Chosen,
    what?: { readonly item?: string; readonly count?: string; readonly date?: string },
  ): TransactionView {
    return this.#commit(() => viewTransaction(this.#books, edits.receiveByHand(this.#books, chosen, what)));
  }

  closePurchaseOrder(chosen: Chosen, closed = true): TransactionView {
    return this.#commit(() => viewTransaction(this.#books, edits.closePurchaseOrder(this.#books, chosen, closed)));
  }

  deleteTransaction(type: TxnType, chosen: Chosen): void {
    this.#commit(() => edits.deleteTransaction(this.#books, type, chosen));
  }

  renumber(type: TxnType, chosen: Chosen, refNumber: string): TransactionView {
    return this.#commit(() => viewTransaction(this.#books, edits.renumber(this.#books, type, chosen, refNumber)));
  }

  addCustomer(seed: CustomerSeed): ListView {
    return this.#commit(() => viewListElement(edits.addCustomer(this.#books, seed)));
  }

  addVendor(seed: NameSeed): ListView {
    return this.#commit(() => viewListElement(edits.addVendor(this.#books, seed)));
  }

  addItem(seed: ItemSeed): ListView {
    return this.#commit(() => viewListElement(edits.addItem(this.#books, seed)));
  }

  setCustomer(name: string, to: NameChange): ListView {
    return this.#commit(() => viewListElement(edits.setElement(this.#books, ['Customer'], name, to)));
  }

  setElement(name: string, to: NameChange, types: readonly ListType[] = listTypes): ListView {
    return this.#commit(() => viewListElement(edits.setElement(this.#books, types, name, to)));
  }

  /** Another user holds something for the next message sets that write: a name, a ListID, a TxnID, a list or kind. */
  lock(what: string, sets = 1): void {
    this.#commit(() => edits.lock(this.#books, what, sets));
  }

  forgetMessageSets(): void {
    this.#commit(() => edits.forgetMessageSets(this.#books));
  }

  loseMessageSets(id?: string): void {
    this.#commit(() => edits.loseMessageSets(this.#books, id));
  }

  close(): void {
    this.#journal?.close();
    this.#lock?.release();
  }

  /** All changes of `work` are kept together, or none. */
  #commit<Result>(work: () => Result, beforeCommit?: () => void): Result {
    const { log } = this.#books;
    try {
      const result = work();
      beforeCommit?.();
      const changes = this.#journal ? log.changes() : [];
      if (changes.length > 0) this.#journal?.append(changes);
      log.clear();
      return result;
    } catch (error) {
      log.rollback();
      throw error;
    }
  }
}
