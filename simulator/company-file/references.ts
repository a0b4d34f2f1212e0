import { type Data, groupOf, textOf } from '../grammar/data.js';
import { type Books, nameKey } from './books.js';
import { refusals } from './refusal.js';
import { type ListRow, type ListType, listTypes } from './rows.js';

/** What a reference element may name, and what QuickBooks calls that. */
type Target = { readonly what: string; readonly types: readonly ListType[]; readonly mayBeInactive?: boolean };

const itemTypes = listTypes.filter((type) => type.startsWith('Item'));

/**
 * Customers may be inactive (the Autotask help says that such invoices transfer). Nothing is documented for inactive
 * names otherwise: they are accepted. Items, accounts and the rest must be active.
 */
const targets: Readonly<Record<string, Target>> = {
  CustomerRef: { what: 'Customer', types: ['Customer'], mayBeInactive: true },
  VendorRef: { what: 'Vendor', types: ['Vendor'], mayBeInactive: true },
  PrefVendorRef: { what: 'Vendor', types: ['Vendor'], mayBeInactive: true },
  EntityRef: { what: 'Entity', types: ['Employee', 'Vendor', 'OtherName'], mayBeInactive: true },
  ShipToEntityRef: { what: 'Entity', types: ['Customer', 'Vendor', 'Employee', 'OtherName'], mayBeInactive: true },
  ItemRef: { what: 'Item', types: itemTypes },
  ItemServiceRef: { what: 'Item', types: ['ItemService'] },
  ItemSalesTaxRef: { what: 'Sales Tax Item', types: ['ItemSalesTax'] },
  AccountRef: { what: 'Account', types: ['Account'] },
  ARAccountRef: { what: 'AR Account', types: ['Account'] },
  APAccountRef: { what: 'AP Account', types: ['Account'] },
  IncomeAccountRef: { what: 'Account', types: ['Account'] },
  ExpenseAccountRef: { what: 'Account', types: ['Account'] },
  COGSAccountRef: { what: 'Account', types: ['Account'] },
  AssetAccountRef: { what: 'Account', types: ['Account'] },
  OverrideItemAccountRef: { what: 'Account', types: ['Account'] },
  ClassRef: { what: 'Class', types: ['Class'] },
  TermsRef: { what: 'Terms', types: ['StandardTerms'] },
  SalesTaxCodeRef: { what: 'Sales Tax Code', types: ['SalesTaxCode'] },
  CustomerSalesTaxCodeRef: { what: 'Sales Tax Code', types: ['SalesTaxCode'] },
  ShipMethodRef: { what: 'Ship Method', types: ['ShipMethod'] },
  PayrollItemWageRef: { what: 'Payroll Item', types: ['PayrollItemWage'] },
};

/** Lists that the company file does not keep: a reference into them names nothing. */
const unkeptLists: Readonly<Record<string, string>> = {
  TemplateRef: 'Template',
  SalesRepRef: 'Sales Rep',
  CustomerMsgRef: 'Customer Message',
  UnitOfMeasureSetRef: 'Unit of Measure Set',
};

/** Finds list elements for references, by ListID first and FullName else, or refuses with 3140. */
export class References {
  readonly #books: Books;
  readonly #where: string;

  /** `where` is the place that the message names, as "Invoice" or "Invoice line". */
  constructor(books: Books, where: string) {
    this.#books = books;
    this.#where = where;
  }

  /** The element that the reference `name` of an aggregate means; undefined when there is none or it is empty. */
  find(data: Data, name: string): ListRow | undefined {
    const reference = groupOf(data, name);
    const listId = textOf(reference, 'ListID');
    const fullName = textOf(reference, 'FullName');
    const said = listId ?? fullName;
    if (said === undefined) return undefined;
    const target = targets[name];
    if (!target) throw refusals.badReference(unkeptLists[name] ?? name, said, this.#where);
    if (listId !== undefined && !/^[\dA-F]+-\d+$/i.test(listId)) throw refusals.badObjectId(listId);
    const row =
      listId !== undefined ? this.#books.lists.get(listId) : findByName(this.#books, target.types, fullName ?? '');
    const fits = row && target.types.includes(row.type) && (row.isActive || target.mayBeInactive);
    if (!fits) throw refusals.badReference(target.what, said, this.#where);
    checkLock(this.#books, row);
    return row;
  }

  /** An aggregate as its Ret shows it: every reference in it found and given both its ListID and its FullName. */
  resolved(data: Data): Data {
    const fields: Record<string, Data[string]> = {};
    for (const [name, value] of Object.entries(data)) {
      if (value === '') continue;
      if (!name.endsWith('Ref')) fields[name] = value;
      else {
        const row = this.find(data, name);
        if (row) fields[name] = referenceTo(row);
      }
    }
    return fields;
  }
}

/** An element by its full name, in any of the lists. A name space holds a name once. */
export function findByName(books: Books, types: readonly ListType[], fullName: string): ListRow | undefined {
  for (const type of types) {
    const row = books.listsByName.first(nameKey(type, fullName));
    if (row && types.includes(row.type)) return row;
  }
  return undefined;
}

/** A reference as a Ret carries it. */
export function referenceTo(row: ListRow): Data {
  return { ListID: row.listId, FullName: row.fullName };
}

/** Refuses with 3175 while another user holds the element or its whole list. */
export function checkLock(books: Books, row: ListRow): void {
  if (books.locks.get(row.listId) || books.locks.get(row.type)) throw refusals.elementInUse(row.fullName);
}
