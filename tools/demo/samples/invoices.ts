import type { InvoiceSnapshot } from '../../../domain/snapshots/invoice.js';
import { MUELLER } from './company.js';

const invoice = (number: string, changes: Partial<InvoiceSnapshot> = {}): InvoiceSnapshot => ({
  number,
  date: '2026-01-05',
  customer: { name: 'Northwind Clinic' },
  delivery: 'none',
  total: '125.00',
  voided: false,
  lines: [{ item: 'Remote Support', quantity: '1', rate: '125.00' }],
  ...changes,
});

const byNumber = (invoices: readonly InvoiceSnapshot[]): Record<string, InvoiceSnapshot> =>
  Object.fromEntries(invoices.map((each) => [each.number ?? '', each]));

const CUSTOMERS = ['Northwind Clinic', 'Cedar Dental', 'Harbor Law', MUELLER];

/** 120 of every day, 5001 to 5120: so many that batching shows. */
export const ORDINARY_INVOICES = byNumber(
  Array.from({ length: 120 }, (_, index) =>
    invoice(String(5001 + index), { customer: { name: CUSTOMERS[index % CUSTOMERS.length] ?? '' } }),
  ),
);

const line = (item: string) => [{ item, quantity: '1', rate: '600.00' }];

/** One of every sort that the rules tell apart. */
export const SPECIAL_INVOICES = byNumber([
  invoice('5201', {
    customer: { name: 'Cedar Dental' },
    dueDate: '2026-02-04',
    terms: 'Net 30',
    poNumber: 'CD-77',
    delivery: 'email',
    memo: 'January',
    notes: 'never leaves the PSA',
    total: '1637.50',
    lines: [
      { item: 'Managed Services', quantity: '1', rate: '1500.00', class: 'Managed Services', taxCode: 'Non' },
      { item: 'Remote Support', quantity: '1.1', rate: '125.00', serviceDate: '2026-01-04' },
    ],
  }),
  invoice('5202', { customer: { name: 'Old Mill Bakery' } }),
  invoice('5203', { customer: { name: 'Willow School' }, delivery: 'email' }),
  invoice('5204', { voided: true }),
  invoice('5205', { total: '-40.00', lines: [{ item: 'Remote Support', amount: '-40.00' }] }),
  invoice('5206', { total: '600.00', lines: line('FW-80F') }),
  invoice('5207', { total: '600.00', lines: line('Quantum Router') }),
  invoice('5208', {
    customer: { name: MUELLER },
    billTo: { addr1: 'Müller & Söhne', addr2: 'Straße des 17. Juni 4', city: 'Århus', country: 'Danmark' },
    memo: '“Café” visit – Zoë’s desk & Ñandú <VIP>',
    lines: [{ item: 'Onsite Support', description: 'Größe ½, naïve façade – “as agreed”', quantity: '1', rate: '150' }],
    total: '150.00',
  }),
  invoice('5209', { customer: { name: 'Cedar Dental' } }),
  invoice('5210', { customer: { name: 'Harbor Law' }, paidByPaymentProcessing: true, paidDate: '2026-01-06' }),
  invoice('5211', { customer: { name: 'Harbor Law' } }),
]);

/** What the batch of January's first week holds. */
export const FIRST_BATCH = [...Object.keys(ORDINARY_INVOICES), ...Object.keys(SPECIAL_INVOICES)];

/** A batch that will wait for the next run. */
export const SECOND_BATCH = byNumber([invoice('5301'), invoice('5302')]);

/** A batch that is not finished. */
export const THIRD_BATCH = byNumber([invoice('5401')]);
