import { ITEM_KINDS, KIND_LABEL } from '../../../domain/kinds.js';
import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';
import type { Stage } from '../stage.js';
import { count, seconds } from '../text.js';
import { checkTheEnd, type Items } from './check-end.js';
import { rowsOf } from './rows.js';
import { tableLines } from './table.js';

/** Checks the end and shows it: every item, the counts, the sessions. */
export async function report(stage: Stage): Promise<void> {
  const items = await checkTheEnd(stage);
  const { screen, heard } = stage;
  const reasons = new Map(
    heard.flatMap(({ kind, id, reason }) => (reason === undefined ? [] : [[`${kind}/${id}`, reason]])),
  );
  screen.act('What happened');
  const heads = ['Kind', 'Number', 'Status', 'Transfer Date', 'QuickBooks TxnID', 'Reason'];
  const rows = rowsOf(items, reasons).map(({ kind, number, status, date, txnId, remark }) => [
    kind,
    number,
    status,
    date,
    txnId,
    remark,
  ]);
  show(stage, { heads, rows });
  show(stage, countsOf(items));
  show(stage, await sessionsOf(stage));
  const records = stage.company.transactions().filter(({ type }) => type !== 'ReceivePayment').length;
  screen.say(
    `QuickBooks has ${count(records, 'record')} of ours, each exactly once: checked one by one against the product's own ledger.`,
  );
}

function show({ screen }: Stage, table: { heads: readonly string[]; rows: readonly (readonly string[])[] }): void {
  screen.line();
  for (const line of tableLines(table, screen.width)) screen.line(line);
  screen.line();
}

function countsOf(items: Items) {
  const rows = ITEM_KINDS.map((kind) => [
    `${KIND_LABEL[kind]}s`,
    ...TRANSFER_STATUSES.map((status) => String(items[kind].filter((item) => item.transferStatus === status).length)),
  ]);
  return { heads: ['Items', ...TRANSFER_STATUSES], rows };
}

async function sessionsOf({ rest, runs }: Stage) {
  const sessions = await rest.sessions();
  const rows = sessions.map((session, at) => [
    String(at + 1),
    session.state,
    String(session.recordsSent),
    String(session.recordsSucceeded),
    String(session.recordsFailed),
    String(runs[at]?.roundTrips ?? ''),
    seconds(runs[at]?.ms ?? 0),
  ]);
  return { heads: ['Session', 'State', 'Records sent', 'Succeeded', 'Failed', 'Round trips', 'Time'], rows };
}
