import type { PurchaseOrderSnapshot } from '../../../domain/snapshots/purchase-order.js';

type Line = PurchaseOrderSnapshot['lines'][number];

const line = (id: string, product: string, quantity: string, received = '0'): Line => ({
  id,
  product,
  quantity,
  unitCost: product === 'FW-60F' ? '410.00' : '215.50',
  received,
});

const order = (number: string, lines: Line[], changes: Partial<PurchaseOrderSnapshot> = {}): PurchaseOrderSnapshot => ({
  number,
  status: 'Submitted',
  vendor: { name: 'Acme Distribution' },
  date: '2026-01-05',
  lines,
  ...changes,
});

const switches = (received = '0') => [line('1', 'Switch 24', '4', received)];

/** The purchase orders as the PSA tells them, step by step. */
export const PURCHASE_ORDERS = {
  /** Received in part when it is transferred, and more of it later. */
  'PO-701': order('PO-701', [line('1', 'FW-60F', '2', '1'), line('2', 'Switch 24', '4', '3')], {
    status: 'Received Partial',
    expectedDate: '2026-01-20',
    shipVia: 'UPS Ground',
    memo: 'Deliver to “Goods in”, not to Zoë’s desk',
    shipTo: 'Sample Managed Services\n12 Rue de l’Évêché\nMontréal',
  }),
  'PO-702': order('PO-702', switches()),
  'PO-703': order('PO-703', switches('1'), { status: 'Received Partial' }),
  'PO-704': order('PO-704', [line('1', 'FW-60F', '1')], { vendor: { name: 'Blue Ridge Supply' } }),
  /** The same product twice. */
  'PO-705': order('PO-705', [line('1', 'FW-60F', '1'), line('2', 'FW-60F', '2')]),
  'PO-706': order('PO-706', switches(), { vendor: { name: 'Blue Ridge Supply' } }),
  'PO-707': order('PO-707', switches(), { status: 'New' }),
} as const satisfies Record<string, PurchaseOrderSnapshot>;

/** What the PSA says of them later. */
export const LATER = {
  moreReceived: {
    ...PURCHASE_ORDERS['PO-701'],
    externalPoNumber: 'PO-701',
    lines: [line('1', 'FW-60F', '2', '2'), line('2', 'Switch 24', '4', '3')],
  },
  canceled: { ...PURCHASE_ORDERS['PO-702'], externalPoNumber: 'PO-702', status: 'Canceled' },
  canceledWithReceipt: { ...PURCHASE_ORDERS['PO-703'], externalPoNumber: 'PO-703', status: 'Canceled' },
  numbered: { ...PURCHASE_ORDERS['PO-704'], externalPoNumber: 'PO-704' },
  edited: { ...PURCHASE_ORDERS['PO-704'], externalPoNumber: '', lines: [line('1', 'FW-60F', '3')] },
  merged: { ...PURCHASE_ORDERS['PO-705'], lines: [line('1', 'FW-60F', '3')] },
  receivedAtLast: { ...PURCHASE_ORDERS['PO-706'], status: 'Received Full', lines: switches('4') },
} as const satisfies Record<string, PurchaseOrderSnapshot>;
