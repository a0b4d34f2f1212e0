import { listQueries } from './list-query.js';
import { ITEM } from './names.js';

/** ItemQuery: items of every kind, by ListID, by name, or by part of a name. */
export const itemQuery = listQueries('ItemQuery', ITEM);
