import { z } from 'zod';
import { type CompanyFile, type LineView, openCompanyFile, type TransactionView } from '../../simulator/simulator.js';

/** A transaction of QuickBooks, with a mark by which it is recognised without asking the product: what it is, for whom, and what it holds. */
export type Entry = { mark: string; txnId: string; guid: string | undefined };

/** Works with the company file while no session has it open. */
export async function withCompany<T>(file: string, work: (company: CompanyFile) => T): Promise<T> {
  const company = await openCompanyFile(file, { durable: false });
  try {
    return work(company);
  } finally {
    company.close();
  }
}

export const entriesOf = (company: CompanyFile): Entry[] => {
  const transactions = company.transactions();
  const orders = new Map(transactions.map((each) => [each.txnId, each.refNumber ?? '']));
  return transactions
    .filter(({ type }) => type !== 'ReceivePayment')
    .map((transaction) => ({
      mark: markOf(transaction, orders),
      txnId: transaction.txnId,
      guid: transaction.externalGuid?.toLowerCase(),
    }));
};

/** What QuickBooks shows of a time entry. */
const timed = z.object({ CustomerRef: z.object({ FullName: z.string() }), Duration: z.string() });

/** Numbers where there are some, notes for time, order and product for receipts; then the content. */
function markOf(transaction: TransactionView, orders: ReadonlyMap<string, string>): string {
  const { type, refNumber, memo, entity } = transaction;
  if (type === 'TimeTracking') {
    const { CustomerRef, Duration } = timed.parse(transaction.fields);
    return `${type} ${memo}: ${entity} for ${CustomerRef.FullName} ${Duration}`;
  }
  const content = `${entity}: ${transaction.lines.map(contentOf).join(', ')}`;
  if (type !== 'ItemReceipt') return `${type} ${refNumber} ${content}`;
  return `${type} ${orders.get(transaction.lines[0]?.linkedTo?.txnId ?? '')} ${content}`;
}

const contentOf = ({ name, quantity, amount }: LineView): string =>
  quantity === undefined ? `${name} ${amount}` : `${Number(quantity)} ${name}`;
