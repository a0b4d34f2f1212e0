import { listQueries } from './list-query.js';
import { CUSTOMER } from './names.js';

/** CustomerQuery: by ListID, by name, or by part of a name. */
export const customerQuery = listQueries('CustomerQuery', CUSTOMER);
