import { type CompanyFile, openCompanyFile, type TransactionView } from '../../simulator/simulator.js';

/** A transaction of QuickBooks, with a mark by which it is recognised without asking the product. */
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

/** Numbers where there are some, notes for time, order and product for receipts. */
function markOf({ type, refNumber, memo, lines }: TransactionView, orders: ReadonlyMap<string, string>): string {
  if (type === 'TimeTracking') return `${type} ${memo}`;
  if (type !== 'ItemReceipt') return `${type} ${refNumber}`;
  const [line] = lines;
  return `${type} ${orders.get(line?.linkedTo?.txnId ?? '')} ${line?.name}`;
}
