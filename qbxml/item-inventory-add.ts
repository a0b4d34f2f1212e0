import { addRequest, ref, required, scalar } from './grammar.js';
import { listEntryRet } from './list-query.js';
import { ACCOUNT, ITEM } from './names.js';
import { ownName } from './own-name.js';
import { oneRet } from './ret.js';
import { guid, price, text } from './scalars.js';

// QuickBooks' schema makes the three accounts optional; without them it answers 3270.
const ITEM_INVENTORY_ADD = [
  required(scalar('Name', ownName(ITEM), 'name')),
  ref('ParentRef', ITEM, 'parent'),
  scalar('SalesDesc', text(4095), 'description'),
  scalar('SalesPrice', price, 'price'),
  required(ref('IncomeAccountRef', ACCOUNT, 'incomeAccount')),
  scalar('PurchaseDesc', text(4095), 'description'),
  scalar('PurchaseCost', price, 'cost'),
  required(ref('COGSAccountRef', ACCOUNT, 'costOfGoodsSoldAccount')),
  required(ref('AssetAccountRef', ACCOUNT, 'assetAccount')),
  scalar('ExternalGUID', guid),
] as const;

/** `name` is one level; `parent` the FullName above it; accounts by FullName. */
export type ItemInventoryAddContent = {
  name: string;
  parent?: string | undefined;
  description?: string | undefined;
  price?: string | undefined;
  cost?: string | undefined;
  incomeAccount: string;
  costOfGoodsSoldAccount: string;
  assetAccount: string;
  externalGuid?: string | undefined;
};

/** ItemInventoryAdd. Status 3100: an item of whatever kind, perhaps inactive, has the name. */
export const itemInventoryAdd = {
  type: 'ItemInventoryAdd',
  build: (requestId: string, content: ItemInventoryAddContent): string =>
    addRequest('ItemInventoryAdd', requestId, ITEM_INVENTORY_ADD, {
      Name: content.name,
      ParentRef: content.parent,
      SalesDesc: content.description,
      SalesPrice: content.price,
      IncomeAccountRef: content.incomeAccount,
      PurchaseDesc: content.description,
      PurchaseCost: content.cost,
      COGSAccountRef: content.costOfGoodsSoldAccount,
      AssetAccountRef: content.assetAccount,
      ExternalGUID: content.externalGuid,
    }),
  parse: oneRet('ItemInventoryRet', listEntryRet),
} as const;
