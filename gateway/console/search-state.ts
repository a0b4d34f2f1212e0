import { z } from 'zod';
import type { ItemKind } from '../../domain/kinds.js';
import { TRANSFER_STATUSES } from '../../domain/transfer-status.js';
import type { BatchSort } from '../../store/batch-list.js';
import { SORTS } from '../../store/console-list.js';
import type { ItemFilter } from '../../store/item-list.js';
import { storable } from './text.js';

export const PAGE_SIZES = [25, 50, 100] as const;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => text >= '1900' && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text));

/** What of a URL makes no sense becomes what it is without: a link never leads to an error page. */
const schema = z.object({
  q: z.string().max(200).catch(''),
  status: z.enum(TRANSFER_STATUSES).optional().catch(undefined),
  from: day.optional().catch(undefined),
  to: day.optional().catch(undefined),
  resync: z.literal('1').optional().catch(undefined),
  sort: z.enum(SORTS).catch('arrival'),
  dir: z.enum(['asc', 'desc']).catch('desc'),
  size: z.coerce
    .number()
    .refine((size) => (PAGE_SIZES as readonly number[]).includes(size))
    .catch(50),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  cols: z.string().max(500).optional().catch(undefined),
});

/** All that a search page shows is in its URL. */
export type SearchState = z.output<typeof schema>;

const FIELDS = Object.keys(schema.shape) as (keyof SearchState)[];
const DEFAULTS = schema.parse({});

export const readState = (query: URLSearchParams): SearchState =>
  schema.parse(Object.fromEntries(FIELDS.map((field) => [field, storable(query.get(field)) || undefined])));

/** The query of a state; what is as usual is left out. Another filter, order or size begins at the first page. */
export function toQuery(
  state: SearchState,
  changes: { [K in keyof SearchState]?: SearchState[K] | undefined } = {},
): string {
  const changed: SearchState = { ...state, page: 1, ...changes } as SearchState;
  const query = new URLSearchParams();
  for (const field of FIELDS) {
    const value = changed[field];
    if (value !== undefined && value !== DEFAULTS[field]) query.set(field, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export const toFilter = (
  state: SearchState,
  where: { connectionId: string; kind: ItemKind; zone: string },
): ItemFilter => ({
  ...where,
  q: state.q,
  transferStatus: state.status === undefined ? [] : [state.status],
  transferDateFrom: state.from,
  transferDateTo: state.to,
  needsResync: state.resync === undefined ? undefined : true,
});

/** Batches have no arrival: the highest number is mostly the newest. */
export const toBatchSort = ({ sort, dir }: SearchState): BatchSort => ({
  by: sort === 'status' ? 'status' : 'number',
  descending: dir === 'desc',
});

export const toSort = (state: SearchState) => ({ by: state.sort, descending: state.dir === 'desc' });

/** Whether anything is filtered: an empty list then means "nothing matches". */
export const isFiltered = (state: SearchState): boolean =>
  state.q !== '' || [state.status, state.from, state.to, state.resync].some((value) => value !== undefined);
