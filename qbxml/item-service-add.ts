import { addRequest, group, ref, required, scalar } from './grammar.js';
import { listEntryRet } from './list-query.js';
import { ACCOUNT, ITEM } from './names.js';
import { ownName } from './own-name.js';
import { oneRet } from './ret.js';
import { guid, price, text } from './scalars.js';

const SALES_OR_PURCHASE = [
  scalar('Desc', text(4095), 'description'),
  scalar('Price', price, 'price'),
  required(ref('AccountRef', ACCOUNT, 'account')),
] as const;

const ITEM_SERVICE_ADD = [
  required(scalar('Name', ownName(ITEM), 'name')),
  ref('ParentRef', ITEM, 'parent'),
  required(group('SalesOrPurchase', SALES_OR_PURCHASE, '')),
  scalar('ExternalGUID', guid),
] as const;

/** `name` is one level; `parent` the FullName above it; `account` the account that sales of the service post to. */
export type ItemServiceAddContent = {
  name: string;
  parent?: string | undefined;
  description?: string | undefined;
  price?: string | undefined;
  account: string;
  externalGuid?: string | undefined;
};

/** ItemServiceAdd. Status 3100: an item of whatever kind, perhaps inactive, has the name. */
export const itemServiceAdd = {
  type: 'ItemServiceAdd',
  build: (requestId: string, content: ItemServiceAddContent): string =>
    addRequest('ItemServiceAdd', requestId, ITEM_SERVICE_ADD, {
      Name: content.name,
      ParentRef: content.parent,
      SalesOrPurchase: { Desc: content.description, Price: content.price, AccountRef: content.account },
      ExternalGUID: content.externalGuid,
    }),
  parse: oneRet('ItemServiceRet', listEntryRet),
} as const;
