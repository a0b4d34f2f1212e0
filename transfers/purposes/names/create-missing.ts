import { AppError } from '../../../domain/errors.js';
import { ITEM_KINDS } from '../../../domain/kinds.js';
import { LISTS, type ListName, type NeededName, namesNeeded } from '../../../domain/list-names.js';
import type { Item } from '../../../domain/snapshots/snapshot.js';
import { accountQuery, type PostingAccountType } from '../../../qbxml/account-query.js';
import { customerAdd } from '../../../qbxml/customer-add.js';
import { customerQuery } from '../../../qbxml/customer-query.js';
import { itemInventoryAdd } from '../../../qbxml/item-inventory-add.js';
import { itemQuery } from '../../../qbxml/item-query.js';
import { itemServiceAdd } from '../../../qbxml/item-service-add.js';
import { requestIdAt } from '../../../qbxml/message-set-id.js';
import { CUSTOMER, fullNameOf, ITEM, parentAndName, VENDOR } from '../../../qbxml/names.js';
import { vendorAdd } from '../../../qbxml/vendor-add.js';
import { vendorQuery } from '../../../qbxml/vendor-query.js';
import { claimable, claimableAlone } from '../../../store/claims.js';
import { readItems } from '../../../store/items.js';
import * as store from '../../../store/list-entries.js';
import type { Request } from '../asked.js';
import { type Draft, newMessageSetId } from '../message-set.js';
import type { SessionContext } from '../session-context.js';

/** How far ahead the names of waiting items are looked at in one step. */
const ITEMS_A_STEP = 500;
const NAMES_A_QUERY = 500;

export const LIST_GRAMMAR = { customers: CUSTOMER, vendors: VENDOR, items: ITEM } as const;
const QUERY = { customers: customerQuery, vendors: vendorQuery, items: itemQuery } as const;

/** A name by its FullName in QuickBooks. */
export type Wanted = { list: ListName; fullName: string; isGoods: boolean };

/** The lists in which a connection creates what is missing. */
const creating = ({ connection }: SessionContext): ListName[] =>
  LISTS.filter((list) => connection.settings.missing[list] === 'create');

/** A needed name and the levels above it; nothing for a name that QuickBooks could never have: its item says why. */
export function wantedOf({ list, name, isGoods }: NeededName): Wanted[] {
  try {
    const levels = fullNameOf(name, LIST_GRAMMAR[list], list).split(':');
    return levels.map((_, index) => ({ list, fullName: levels.slice(0, index + 1).join(':'), isGoods }));
  } catch (thrown) {
    if (AppError.from(thrown).code === 'unsendable') return [];
    throw thrown;
  }
}

/** Asks for the names of waiting items of which nothing is known, together with the accounts that new items need. */
export async function askForNames(context: SessionContext): Promise<Draft | undefined> {
  const lists = creating(context);
  if (lists.length === 0) return undefined;
  const { tx, connection, session } = context;
  const wanted = await wantedByWaiting(context);
  const unknown = fitting(await store.unknownNames(tx, connection.id, session.id, wanted), NAMES_A_QUERY);
  if (unknown.length === 0) return undefined;
  const id = newMessageSetId();
  const queries = lists.flatMap((list) => {
    const names = unknown.filter((each) => each.list === list).map(({ fullName }) => fullName);
    return names.length === 0 ? [] : [(requestId: string) => QUERY[list].byFullNames(requestId, names)];
  });
  const accounts = await store.postingAccounts(tx, connection.id);
  if (unknown.some((each) => lackingAccount(each, accounts ?? {}) !== undefined))
    queries.push((requestId) => accountQuery.build(requestId));
  await store.putListEntries(
    tx,
    connection.id,
    unknown.map((each) => ({ ...each, state: 'adding', sessionId: session.id, messageSetId: id })),
  );
  return {
    id,
    purpose: 'names',
    requests: queries.map((build, index) => ({ xml: build(requestIdAt(id, index)) })),
    onError: 'continueOnError',
    records: 0,
  };
}

/** The first of these names that may go together: as few as the smallest share of one of them. */
function fitting<T>(names: readonly store.Shared<T>[], most: number): store.Shared<T>[] {
  const chosen: store.Shared<T>[] = [];
  let limit = most;
  for (const name of names) {
    limit = Math.min(limit, name.share ?? most);
    if (chosen.length >= limit) break;
    chosen.push(name);
  }
  return chosen;
}

/** The names that waiting items need now, in the lists in which the connection creates what is missing. */
async function wantedByWaiting(context: SessionContext): Promise<Wanted[]> {
  const { tx, connection, now } = context;
  const lists = creating(context);
  const found: { id: number }[] = [];
  for (const kind of ITEM_KINDS) {
    found.push(...(await claimable(tx, connection.id, kind, ITEMS_A_STEP)));
    found.push(...(await claimableAlone(tx, connection.id, kind, ITEMS_A_STEP, now)));
  }
  const items = await readItems(
    tx,
    found.map(({ id }) => id),
  );
  const needed = items
    .flatMap(namesNeeded)
    .flatMap(wantedOf)
    .filter(({ list }) => lists.includes(list));
  return [...new Map(needed.map((each) => [`${each.list}/${each.fullName.toLowerCase()}`, each])).values()];
}

/** QuickBooks did not find something that it was said to have: the names of these items are asked for again. */
export async function forgetNamesOf(context: SessionContext, items: readonly Item[]): Promise<void> {
  if (creating(context).length === 0 || items.length === 0) return;
  await store.forgetNames(context.tx, context.connection.id, items.flatMap(namesNeeded).flatMap(wantedOf));
}

/** Adds what QuickBooks does not have and somebody still needs, parents first, before the items that name it. */
export async function addNames(context: SessionContext): Promise<Draft | undefined> {
  if (creating(context).length === 0) return undefined;
  const { tx, connection, session } = context;
  if (!(await store.isAnythingMissing(tx, connection.id))) return undefined;
  const { maxRecords } = connection.settings;
  const wanted = await wantedByWaiting(context);
  const missing = fitting(await store.missingEntries(tx, connection.id, wanted, maxRecords), maxRecords);
  if (missing.length === 0) return undefined;
  const accounts = await store.postingAccounts(tx, connection.id);
  const id = newMessageSetId();
  const requests: Request[] = [];
  for (const entry of missing) {
    const request = addRequest(requestIdAt(id, requests.length), entry, accounts);
    const isSendable = typeof request === 'string';
    const state = isSendable
      ? ({ state: 'adding', messageSetId: id } as const)
      : ({ state: 'refused', message: request.message } as const);
    await store.putListEntries(tx, connection.id, [{ ...entry, message: '', sessionId: session.id, ...state }]);
    if (isSendable) requests.push({ xml: request });
  }
  if (requests.length === 0) return addNames(context);
  return { id, purpose: 'lists', requests, onError: 'continueOnError', records: 0 };
}

function addRequest(requestId: string, entry: Wanted, accounts: store.PostingAccounts | undefined): string | AppError {
  const { parent, name } = parentAndName(entry.fullName, LIST_GRAMMAR[entry.list]);
  if (entry.list === 'customers') return customerAdd.build(requestId, { name, parent });
  if (entry.list === 'vendors') return vendorAdd.build(requestId, { name });
  const lacking = lackingAccount(entry, accounts ?? {});
  if (lacking !== undefined) return accounts === undefined ? unknownAccounts() : noAccount(lacking);
  const { Income = '', CostOfGoodsSold = '', OtherCurrentAsset = '' } = accounts ?? {};
  if (!entry.isGoods) return itemServiceAdd.build(requestId, { name, parent, account: Income });
  return itemInventoryAdd.build(requestId, {
    name,
    parent,
    incomeAccount: Income,
    costOfGoodsSoldAccount: CostOfGoodsSold,
    assetAccount: OtherCurrentAsset,
  });
}

const ACCOUNT_WORDS: Record<PostingAccountType, string> = {
  Income: 'Income',
  CostOfGoodsSold: 'Cost of Goods Sold',
  OtherCurrentAsset: 'Other Current Asset',
};

/** The first type of account that a new item would post to and of which none is known. */
function lackingAccount(entry: Wanted, accounts: store.PostingAccounts): PostingAccountType | undefined {
  if (entry.list !== 'items') return undefined;
  const needed: PostingAccountType[] = entry.isGoods ? ['Income', 'CostOfGoodsSold', 'OtherCurrentAsset'] : ['Income'];
  return needed.find((type) => accounts[type] === undefined);
}

const noAccount = (type: PostingAccountType): AppError =>
  new AppError(
    'refused',
    `QuickBooks has no active account of the type ${ACCOUNT_WORDS[type]} that a new item could post to; make one.`,
  );

const unknownAccounts = (): AppError =>
  new AppError(
    'refused',
    'QuickBooks did not say which accounts a new item could post to; it is asked again in the next session.',
  );
