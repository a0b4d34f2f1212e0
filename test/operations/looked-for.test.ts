import { expect, it } from 'vitest';
import type { RecordRow } from '../../store/records.js';
import type { LockedItem } from '../../transfers/items/locked-item.js';
import { questionsOf } from '../../transfers/purposes/adoption/questions.js';
import { aPurchaseOrder, aRecord } from '../domain/items.js';

const OPTIONS = { since: '2026-01-05', stamp: { today: '2026-01-07', numbering: 'psa' } } as const;

it('after a restore what was received beyond a receipt that was unknown then is looked for: it may have been settled since', () => {
  const lines = [{ id: 'a', product: 'FW-60F', quantity: '9', unitCost: '450.00', received: '5' }];
  const records = [
    aRecord({ type: 'PurchaseOrderAdd', txnId: '2C-1', lines: { a: '2D-1' } }),
    aRecord({ key: 'receipt/a/0', type: 'ItemReceiptAdd', state: 'unknown', quantity: '2' }),
  ] as RecordRow[];
  const item = { ...aPurchaseOrder({ lines }), connectionId: 'c', psaId: 'P1', state: { generation: 1 }, records };

  const asked = questionsOf(item as unknown as LockedItem, [], OPTIONS);

  expect(asked).toMatchObject([{ key: 'receipt/a/2', quantity: '3' }]);
});
