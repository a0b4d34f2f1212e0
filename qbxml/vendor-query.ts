import { listQueries } from './list-query.js';
import { VENDOR } from './names.js';

/** VendorQuery: by ListID, by name, or by part of a name. */
export const vendorQuery = listQueries('VendorQuery', VENDOR);
