/** Snapshots as a PSA sends them, for the simulator's sample company; tests change what they are about. */
export const invoice = (changes: object = {}): object => ({
  number: '1001',
  date: '2026-01-05',
  customer: { name: 'Northwind Clinic' },
  delivery: 'none',
  total: '125.00',
  voided: false,
  lines: [{ item: 'Remote Support', quantity: '1', rate: '125.00' }],
  ...changes,
});
