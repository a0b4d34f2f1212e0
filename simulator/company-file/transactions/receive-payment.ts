import type { Data } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { amount, decimal } from '../money.js';
import { referenceTo } from '../references.js';
import { refusals } from '../refusal.js';
import type { TxnRow } from '../rows.js';
import { change, coreRet, enter } from './entry.js';
import { balanceOf } from './invoice.js';

/** A payment of one invoice, as a person enters it in QuickBooks. Without an amount it pays what is open. */
export function payInvoice(books: Books, invoice: TxnRow, date: string, paid?: string): TxnRow {
  const customer = books.lists.get(invoice.entityId ?? '');
  const open = balanceOf(invoice);
  const value = paid === undefined ? open : decimal(paid);
  if (value.lte(0) || value.gt(open)) {
    throw refusals.badValue(
      'AppliedToTxnAdd payment amount',
      amount(value),
      'You cannot pay more than the amount due.',
    );
  }
  const payment = enter(books, {
    type: 'ReceivePayment',
    entity: customer,
    txnDate: date,
    amount: amount(value),
    fields: customer ? { CustomerRef: referenceTo(customer) } : {},
    links: [{ txnId: invoice.txnId, amount: amount(value), linkType: 'AMTTYPE' }],
  });
  const link = { txnId: payment.txnId, amount: amount(value.times(-1)), linkType: 'AMTTYPE' as const };
  change(books, invoice, { links: [...invoice.links, link] });
  return payment;
}

/** ReceivePaymentRet. */
export function receivePaymentRet(books: Books, row: TxnRow): Data {
  const applied = row.links.flatMap(({ txnId, amount: value }) => {
    const invoice = books.transactions.get(txnId);
    if (!invoice) return [];
    const RefNumber = invoice.refNumber === undefined ? {} : { RefNumber: invoice.refNumber };
    const balance = amount(balanceOf(invoice));
    return [
      {
        TxnID: txnId,
        TxnType: 'Invoice',
        TxnDate: invoice.txnDate,
        ...RefNumber,
        BalanceRemaining: balance,
        Amount: value,
      },
    ];
  });
  return { ...coreRet(row), TotalAmount: row.amount, UnusedPayment: '0.00', AppliedToTxnRet: applied };
}
