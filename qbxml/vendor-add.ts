import { addRequest, required, scalar } from './grammar.js';
import { listEntryRet } from './list-query.js';
import { VENDOR } from './names.js';
import { ownName } from './own-name.js';
import { oneRet } from './ret.js';
import { guid, line } from './scalars.js';

const VENDOR_ADD = [
  required(scalar('Name', ownName(VENDOR), 'name')),
  scalar('CompanyName', line(41), 'companyName'),
  scalar('ExternalGUID', guid),
] as const;

/** Vendors have no levels. */
export type VendorAddContent = {
  name: string;
  companyName?: string | undefined;
  externalGuid?: string | undefined;
};

/** VendorAdd. Status 3100: the name is taken, by an inactive vendor or in another of the name lists. */
export const vendorAdd = {
  type: 'VendorAdd',
  build: (requestId: string, content: VendorAddContent): string =>
    addRequest('VendorAdd', requestId, VENDOR_ADD, {
      Name: content.name,
      CompanyName: content.companyName,
      ExternalGUID: content.externalGuid,
    }),
  parse: oneRet('VendorRet', listEntryRet),
} as const;
