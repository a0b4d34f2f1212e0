import { type Data, groupOf, textOf, textsOf } from '../grammar/data.js';
import type { Books } from './books.js';
import { inRange, inTimeRange, matchesText } from './filters.js';
import { findByName } from './references.js';
import { nothingFound, type Status } from './refusal.js';
import type { Handler, Outcome, Request } from './request.js';
import type { ListRow, ListType } from './rows.js';

/**
 * Answers a list query. ListID and FullName are look-ups, which also find inactive elements and report a miss as 500;
 * everything else is a filter, of active elements unless ActiveStatus says otherwise, and a miss is 1.
 */
export function queryLists(
  types: readonly ListType[],
  more: (data: Data, row: ListRow) => boolean = () => true,
): Handler {
  return (books, request, iterators) => {
    const looked = lookUp(books, request.data, types);
    const filtered = () =>
      types
        .flatMap((type) => books.listsByType.get(type))
        .filter((row) => passes(request.data, row) && more(request.data, row));
    const page = iterators.page(request, looked ? () => looked.rows : filtered);
    return answer(
      request,
      page.attributes,
      page.rows.map((row) => ({ name: `${row.type}Ret`, data: listRet(row) })),
      looked?.missed,
    );
  };
}

/** The status and objects of a query; `missed` is the first look-up key without a match. */
export function answer(
  request: Request,
  attributes: NonNullable<Outcome['attributes']>,
  objects: NonNullable<Outcome['objects']>,
  missed: string | undefined,
): Outcome {
  const kept = textsOf(request.data, 'IncludeRetElement');
  const shown = objects.map(({ name, data }) => ({ name, data: kept.length > 0 ? only(data, kept) : data }));
  if (missed !== undefined) return { status: elementNotFound(missed), objects: shown, attributes };
  const found = objects.length > 0 || (attributes.retCount ?? 0) !== 0 || request.attributes.iterator === 'Stop';
  return found ? { objects: shown, attributes } : { status: nothingFound, attributes };
}

/** Warning 500: data is returned for the keys that were found. */
function elementNotFound(key: string): Status {
  const message = `The query request has not been fully completed. There was a required element ("${key}") that could not be found in QuickBooks.`;
  return { code: 500, severity: 'Warn', message };
}

/** A list element as its Ret. */
export function listRet(row: ListRow): Data {
  const balance =
    row.type === 'Customer'
      ? { Balance: '0.00', TotalBalance: '0.00' }
      : row.type === 'Vendor'
        ? { Balance: '0.00' }
        : {};
  return {
    ...balance,
    ...row.fields,
    ListID: row.listId,
    TimeCreated: row.timeCreated,
    TimeModified: row.timeModified,
    EditSequence: row.editSequence,
    Name: row.name,
    FullName: row.fullName,
    IsActive: String(row.isActive),
    Sublevel: String(row.sublevel),
  };
}

function lookUp(
  books: Books,
  data: Data,
  types: readonly ListType[],
): { rows: ListRow[]; missed: string | undefined } | undefined {
  const listIds = textsOf(data, 'ListID');
  const names = textsOf(data, 'FullName');
  if (listIds.length + names.length === 0) return undefined;
  const byId = (id: string): ListRow | undefined => {
    const row = books.lists.get(id);
    return row && types.includes(row.type) ? row : undefined;
  };
  const found = [
    ...listIds.map((key) => ({ key, row: byId(key) })),
    ...names.map((key) => ({ key, row: findByName(books, types, key) })),
  ];
  return { rows: found.flatMap(({ row }) => row ?? []), missed: found.find(({ row }) => !row)?.key };
}

function passes(data: Data, row: ListRow): boolean {
  const status = textOf(data, 'ActiveStatus') ?? 'ActiveOnly';
  if (status !== 'All' && row.isActive !== (status === 'ActiveOnly')) return false;
  return (
    inTimeRange(data, 'FromModifiedDate', 'ToModifiedDate', row.timeModified) &&
    matchesText(groupOf(data, 'NameFilter'), 'Name', row.fullName) &&
    inRange(groupOf(data, 'NameRangeFilter'), 'FromName', 'ToName', row.fullName)
  );
}

function only(data: Data, names: readonly string[]): Data {
  return Object.fromEntries(Object.entries(data).filter(([name]) => names.includes(name)));
}
