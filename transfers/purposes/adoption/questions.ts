import { plan } from '../../../domain/record-plan.js';
import type { Finding } from '../../../store/adoption.js';
import type { RecordRow } from '../../../store/records.js';
import { ledgerRow } from '../../items/ledger-row.js';
import type { LockedItem } from '../../items/locked-item.js';
import type { Numbering } from '../../items/lookup-key.js';

const idOf = ({ key, generation }: Pick<RecordRow, 'key' | 'generation'>): string => `${generation}/${key}`;

/** A receipt that was unknown at the time of the backup: more may have been received since, once a person had settled it. */
const asIfThere = (record: RecordRow): RecordRow =>
  record.type === 'ItemReceiptAdd' && record.state === 'unknown' ? { ...record, state: 'added' } : record;

/** The ledger as it would be with what was found: receipts can be looked for once their purchase order is known. */
function supposed(item: LockedItem, findings: readonly Finding[]): RecordRow[] {
  const found = findings.filter(({ verdict }) => verdict === 'found').map(({ record }) => record);
  const ids = new Set(found.map(idOf));
  return [...item.records.filter((record) => !ids.has(idOf(record))).map(asIfThere), ...found];
}

/**
 * What QuickBooks has still to be asked of an item: whatever waits for an answer, and whatever would be sent. A deletion
 * is not asked for: it asks by itself before it deletes. A receipt is dated by the day on which it was sent.
 */
export function questionsOf(
  item: LockedItem,
  findings: readonly Finding[],
  { since, stamp }: { since: string; stamp: Numbering },
): RecordRow[] {
  const asked = new Set(findings.map(idOf));
  const waiting = item.records.filter((record) => record.state === 'sent');
  const planned = plan(item, supposed(item, findings), item.state.generation)
    .filter(({ type }) => type !== 'TxnDel')
    .map((record) => ledgerRow(item, record, stamp, { messageSetId: null, requestId: null }))
    .map((row) => (row.type === 'ItemReceiptAdd' ? { ...row, lookup: { ...row.lookup, date: since } } : row));
  const all = new Map([...planned, ...waiting].map((record) => [idOf(record), record]));
  return [...all.values()].filter((record) => !asked.has(idOf(record)));
}
