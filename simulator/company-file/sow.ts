import { basename } from 'node:path';
import type { Data } from '../grammar/data.js';
import type { Books } from './books.js';
import type { CompanySeed, CustomerSeed, ItemSeed, NameSeed } from './company-seed.js';
import { findByName, referenceTo } from './references.js';
import { type ListRow, type ListType, listTypes } from './rows.js';

const itemTypes = {
  service: 'ItemService',
  nonInventory: 'ItemNonInventory',
  inventory: 'ItemInventory',
  otherCharge: 'ItemOtherCharge',
  salesTax: 'ItemSalesTax',
} as const satisfies Record<ItemSeed['type'], ListType>;

/** Puts the first lists into a new company. */
export function sow(books: Books, seed: CompanySeed, file: string): void {
  const name = seed.name ?? 'Company';
  const path = seed.path ?? `C:\\QuickBooks\\${basename(file).replace(/\.\w+$/, '')}.qbw`;
  books.company = { ...books.company, name, path, ...(seed.closingDate ? { closingDate: seed.closingDate } : {}) };
  for (const { name: account, type, isActive } of seed.accounts ?? []) {
    putListElement(books, 'Account', account, { AccountType: type, Balance: '0.00' }, isActive);
  }
  for (const { name: terms, days } of seed.terms ?? [])
    putListElement(books, 'StandardTerms', terms, { StdDueDays: String(days) });
  for (const { name: code, isTaxable } of seed.salesTaxCodes ?? []) {
    putListElement(books, 'SalesTaxCode', code, { IsTaxable: String(isTaxable) });
  }
  for (const one of seed.classes ?? []) putListElement(books, 'Class', one, {});
  for (const one of seed.shipMethods ?? []) putListElement(books, 'ShipMethod', one, {});
  for (const one of seed.payrollItems ?? [])
    putListElement(books, 'PayrollItemWage', one, { WageType: 'HourlyRegular' });
  for (const item of seed.items ?? []) putItem(books, item);
  for (const customer of seed.customers ?? []) putName(books, 'Customer', customer);
  for (const vendor of seed.vendors ?? []) putName(books, 'Vendor', vendor);
  for (const employee of seed.employees ?? []) {
    const usage = employee.useTimeData ? 'UseTimeData' : 'DoNotUseTimeData';
    putName(books, 'Employee', employee, { EmployeePayrollInfo: { UseTimeDataToCreatePaychecks: usage } });
  }
  for (const one of seed.otherNames ?? []) putName(books, 'OtherName', one);
}

/** Adds a customer, vendor, employee or other name as a person does. */
export function putName(books: Books, type: ListType, seed: CustomerSeed | NameSeed, more: Data = {}): ListRow {
  const terms = seed.terms === undefined ? undefined : findByName(books, ['StandardTerms'], seed.terms);
  const parent = 'parent' in seed && seed.parent !== undefined ? `${seed.parent}:` : '';
  const email = seed.email === undefined ? {} : { Email: seed.email };
  const fields = { ...more, ...email, ...(terms ? { TermsRef: referenceTo(terms) } : {}) };
  return putListElement(books, type, parent + seed.name, fields, seed.isActive);
}

/** Adds an item as a person does, with the accounts of the sample company where they exist. */
export function putItem(books: Books, { name, type, isActive, price = '0.00', taxRate = '0' }: ItemSeed): ListRow {
  const account = (accountName: string): Data | undefined => {
    const row = findByName(books, ['Account'], accountName);
    return row && referenceTo(row);
  };
  const fields: Readonly<Record<ItemSeed['type'], Data>> = {
    service: { SalesOrPurchase: { Price: price, AccountRef: account('Service Income') } },
    nonInventory: { SalesOrPurchase: { Price: price, AccountRef: account('Product Sales') } },
    otherCharge: { SalesOrPurchase: { Price: price, AccountRef: account('Service Income') } },
    inventory: {
      SalesPrice: price,
      IncomeAccountRef: account('Product Sales'),
      COGSAccountRef: account('Cost of Goods Sold'),
      AssetAccountRef: account('Inventory Asset'),
    },
    salesTax: { TaxRate: taxRate },
  };
  return putListElement(books, itemTypes[type], name, fields[type], isActive);
}

/** Puts an element under its full name; what stands before the last colon is its parent. */
export function putListElement(books: Books, type: ListType, fullName: string, fields: Data, isActive = true): ListRow {
  const cut = fullName.lastIndexOf(':');
  const parent = cut < 0 ? undefined : findByName(books, listTypes, fullName.slice(0, cut));
  if (cut >= 0 && !parent) throw new Error(`there is no "${fullName.slice(0, cut)}" to put "${fullName}" under`);
  const now = books.now;
  const row: ListRow = {
    listId: books.nextListId(),
    type,
    name: fullName.slice(cut + 1),
    fullName,
    sublevel: parent ? parent.sublevel + 1 : 0,
    isActive,
    timeCreated: now,
    timeModified: now,
    editSequence: books.nextEditSequence(),
    fields: parent ? { ...fields, ParentRef: referenceTo(parent) } : fields,
  };
  books.lists.put(row.listId, row);
  return row;
}
