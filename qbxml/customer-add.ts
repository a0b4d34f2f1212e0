import { addRequest, ref, required, scalar } from './grammar.js';
import { listEntryRet } from './list-query.js';
import { CUSTOMER } from './names.js';
import { ownName } from './own-name.js';
import { oneRet } from './ret.js';
import { guid, line } from './scalars.js';

const CUSTOMER_ADD = [
  required(scalar('Name', ownName(CUSTOMER), 'name')),
  ref('ParentRef', CUSTOMER, 'parent'),
  scalar('CompanyName', line(41), 'companyName'),
  scalar('ExternalGUID', guid),
] as const;

/** `name` is one level; `parent` the FullName above it (names.ts, parentAndName). */
export type CustomerAddContent = {
  name: string;
  parent?: string | undefined;
  companyName?: string | undefined;
  externalGuid?: string | undefined;
};

/** CustomerAdd. Status 3100: the name is taken, by an inactive customer or in another of the name lists. */
export const customerAdd = {
  type: 'CustomerAdd',
  build: (requestId: string, content: CustomerAddContent): string =>
    addRequest('CustomerAdd', requestId, CUSTOMER_ADD, {
      Name: content.name,
      ParentRef: content.parent,
      CompanyName: content.companyName,
      ExternalGUID: content.externalGuid,
    }),
  parse: oneRet('CustomerRet', listEntryRet),
} as const;
