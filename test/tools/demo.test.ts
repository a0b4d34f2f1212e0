import { describe, expect, it } from 'vitest';
import type { ItemView } from '../../gateway/shared/schemas/item.js';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { checkBooks } from '../../tools/demo/report/check-end.js';
import { tableLines } from '../../tools/demo/report/table.js';
import { invoiceAdd, messageSet } from '../simulator/requests.js';

describe('the end of the demo', () => {
  const companyWithAnInvoice = () => {
    const company = openInMemoryCompanyFile();
    company.process(messageSet(invoiceAdd('<RefNumber>77</RefNumber>')));
    return company;
  };
  const item = (txnId: string): ItemView => ({
    id: '77',
    kind: 'invoices',
    number: '77',
    transferStatus: 'Transferred',
    transferDate: '2026-01-05 14:03',
    transferredAt: '2026-01-05T14:03:00.000Z',
    ready: false,
    needsResync: false,
    eligible: true,
    reason: null,
    paidDate: null,
    records: [{ key: 'addition', generation: 1, txnType: 'Invoice', txnId, refNumber: '77', state: 'added' }],
    snapshot: {},
  });

  it('is good when QuickBooks has just what the product says', () => {
    const company = companyWithAnInvoice();
    const [invoice] = company.transactions();

    expect(() => checkBooks(company, [item(invoice?.txnId ?? '')])).not.toThrow();
  });

  it('is a failure when QuickBooks has more, or less', () => {
    const company = companyWithAnInvoice();
    const [invoice] = company.transactions();

    expect(() => checkBooks(company, [])).toThrow(/found the Invoice 77 .* in QuickBooks, which no item knows/);
    expect(() => checkBooks(company, [item(invoice?.txnId ?? ''), item('DEAD-1')])).toThrow(
      /found no DEAD-1 in QuickBooks, expected it for Invoice of invoice 77/,
    );
  });
});

describe('the table of the demo', () => {
  const table = { heads: ['Kind', 'Reason'], rows: [['invoice', 'a reason of many words that does not fit']] };

  it('wraps its last column into the width', () => {
    const lines = tableLines(table, 60);

    expect(tableLines(table, 50)).toEqual([
      'Kind     Reason',
      '-'.repeat(49),
      'invoice  a reason of many words that does not fit',
    ]);
    expect(lines.every((line) => line.length <= 60)).toBe(true);
  });

  it('puts the last column below its row where there is no room', () => {
    expect(tableLines(table, 30)).toEqual([
      'Kind',
      '-'.repeat(30),
      'invoice',
      '    a reason of many words',
      '    that does not fit',
    ]);
  });
});
