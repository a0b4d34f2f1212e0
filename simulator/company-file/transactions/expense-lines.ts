import { type Data, groupsOf, textOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { amount } from '../money.js';
import { References } from '../references.js';
import { refusals } from '../refusal.js';
import type { LineRow } from '../rows.js';

/** The expense lines of a bill or receipt. A billable one needs a customer. */
export function expenseLines(books: Books, data: Data, where: string): LineRow[] {
  const references = new References(books, `${where} line`);
  return groupsOf(data, 'ExpenseLineAdd').map((line) => {
    if (!references.find(line, 'AccountRef')) throw refusals.missingElement('AccountRef');
    const customer = references.find(line, 'CustomerRef');
    if (textOf(line, 'BillableStatus') === 'Billable' && !customer) throw refusals.missingElement('CustomerRef');
    return {
      txnLineId: books.nextTxnId(),
      kind: 'expense',
      fields: references.resolved(without(line, 'DataExt')),
      amount: amount(textOf(line, 'Amount') ?? '0'),
    };
  });
}
