import { type Data, groupOf, textOf, without } from '../grammar/data.js';
import { type Books, nameKey } from './books.js';
import { References } from './references.js';
import { refusals } from './refusal.js';
import type { ListRow, ListType } from './rows.js';

/** Elements of an Add that its Ret does not show as they are. */
const notInRet = ['Name', 'IsActive', 'BarCode', 'TotalValue', 'InventoryDate'];

/**
 * Adds an element to a list. Names are case-insensitive, may hold no colon, and are taken also by inactive elements
 * (3100). An inventory part needs its three accounts.
 */
export function addListElement(books: Books, type: ListType, data: Data): ListRow {
  const references = new References(books, `${type} list`);
  const name = textOf(data, 'Name')?.trim() ?? '';
  if (name === '') throw refusals.missingElement('Name');
  if (name.includes(':')) throw refusals.badName(name);
  const parent = findParent(books, type, data);
  const fullName = parent ? `${parent.fullName}:${name}` : name;
  if (books.listsByName.first(nameKey(type, fullName))) throw refusals.nameInUse(fullName);
  if (books.locks.get(type)) throw refusals.elementInUse(name);
  if (type === 'ItemInventory') checkAccounts(data, name);
  const fields = Object.entries(references.resolved(without(data, ...notInRet, 'ParentRef'))).map(
    ([key, value]) => [key, isPrices(key) ? references.resolved(value as Data) : value] as const,
  );
  const row: ListRow = {
    listId: books.nextListId(),
    type,
    name,
    fullName,
    sublevel: parent ? parent.sublevel + 1 : 0,
    isActive: (textOf(data, 'IsActive') ?? 'true').trim() !== 'false' && textOf(data, 'IsActive') !== '0',
    timeCreated: books.now,
    timeModified: books.now,
    editSequence: books.nextEditSequence(),
    fields: {
      ...Object.fromEntries(fields),
      ...(parent ? { ParentRef: { ListID: parent.listId, FullName: parent.fullName } } : {}),
    },
  };
  books.lists.put(row.listId, row);
  return row;
}

/** The parent is of the same list; items of all types share one. */
function findParent(books: Books, type: ListType, data: Data): ListRow | undefined {
  const reference = groupOf(data, 'ParentRef');
  const listId = textOf(reference, 'ListID');
  const fullName = textOf(reference, 'FullName');
  const said = listId ?? fullName;
  if (said === undefined) return undefined;
  const row = listId !== undefined ? books.lists.get(listId) : books.listsByName.first(nameKey(type, fullName ?? ''));
  if (!row || nameKey(row.type, '') !== nameKey(type, '')) throw refusals.badReference('Parent', said, `${type} list`);
  return row;
}

function checkAccounts(data: Data, name: string): void {
  for (const account of ['IncomeAccountRef', 'COGSAccountRef', 'AssetAccountRef']) {
    const reference = groupOf(data, account);
    if (!textOf(reference, 'ListID') && !textOf(reference, 'FullName')) throw refusals.noPostingAccount(name);
  }
}

function isPrices(name: string): boolean {
  return name === 'SalesOrPurchase' || name === 'SalesAndPurchase';
}
