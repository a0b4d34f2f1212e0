import type { CompanyFile } from '../company-file/company-file.js';
import { UsageError } from './usage-error.js';

/** What a company file holds, as tables or as JSON. */
export function show(file: CompanyFile, what: string | undefined, json: boolean): string {
  if (what !== undefined && what !== 'lists' && what !== 'transactions')
    throw new UsageError('show lists, show transactions, or show');
  const lists = what === 'transactions' ? undefined : file.lists();
  const transactions = what === 'lists' ? undefined : file.transactions();
  if (json) {
    const { company } = file;
    return JSON.stringify({ company, lists, transactions, messageSets: file.messageSets }, null, 2);
  }
  const parts = [`${file.company.name} (${file.path}), ${file.messageSets.length} stored message set(s)`];
  if (lists) {
    const rows = lists.map(({ type, name, isActive, email, listId }) => [
      type,
      name,
      isActive ? '' : 'inactive',
      email ?? '',
      listId,
    ]);
    parts.push(table(['List', 'Name', 'Active', 'E-mail', 'ListID'], rows));
  }
  if (transactions) {
    const rows = transactions.map((one) => [
      one.type,
      one.refNumber ?? '',
      one.txnDate,
      one.entity ?? '',
      one.amount,
      one.isPaid ? 'paid' : one.fullyReceived ? 'received' : one.manuallyClosed ? 'closed' : '',
      String(one.lines.length),
      one.txnId,
    ]);
    parts.push(table(['Transaction', 'Number', 'Date', 'Name', 'Amount', 'State', 'Lines', 'TxnID'], rows));
  }
  return parts.join('\n\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
