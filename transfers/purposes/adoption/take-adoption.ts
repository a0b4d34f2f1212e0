import type { Item } from '../../../domain/snapshots/snapshot.js';
import type { MessageSetAnswer, RequestAnswer } from '../../../qbxml/envelope.js';
import { itemReceiptQuery } from '../../../qbxml/item-receipt-query.js';
import { activeRun, type Finding, findingsOfSet, putFindings } from '../../../store/adoption.js';
import { readItems } from '../../../store/items.js';
import type { MessageSet } from '../../../store/message-sets.js';
import { whatWasFound } from '../find-by-key/by-key.js';
import type { SessionContext } from '../session-context.js';

/** Notes what QuickBooks has of the records that were asked for; nothing else changes. */
export async function takeAdoption(
  { tx, connection }: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
): Promise<void> {
  const run = await activeRun(tx, connection.id);
  if (run === undefined) return;
  const answers = new Map(answer.answers.map((each) => [each.requestId, each]));
  const asked = await findingsOfSet(tx, run.id, set.id);
  const read = await readItems(tx, [...new Set(asked.map(({ itemId }) => itemId))]);
  const items = new Map(read.map((item) => [item.id, item]));
  const judgedNow = asked.flatMap((finding) => {
    const item = items.get(finding.itemId);
    return item === undefined ? [] : [judged(finding, answers.get(finding.requestId ?? ''), item)];
  });
  await putFindings(tx, run.id, judgedNow);
}

/** QuickBooks could not read a set of questions: fewer are asked next; a single one is left to people. */
export async function takeUnreadableAdoption({ tx, connection }: SessionContext, set: MessageSet): Promise<void> {
  const run = await activeRun(tx, connection.id);
  const [asked, ...others] = run === undefined ? [] : await findingsOfSet(tx, run.id, set.id);
  if (run === undefined || asked === undefined || others.length > 0) return;
  await putFindings(tx, run.id, [{ ...asked, verdict: 'unclear', candidates: [] }]);
}

function judged(finding: Finding, answer: RequestAnswer | undefined, item: Item): Finding {
  const verdict = whatWasFound(finding.record, answer, item);
  if (verdict.is === 'none') return { ...finding, verdict: 'absent' };
  if (verdict.is === 'unanswered') return { ...finding, verdict: 'unclear', candidates: [] };
  if (verdict.is === 'unclear') return { ...finding, verdict: 'unclear', candidates: [...verdict.candidates] };
  const { externalGuid: _, ...transaction } = verdict.transaction;
  const state = finding.record.type === 'TxnDel' ? 'deleted' : 'added';
  const record = { ...finding.record, ...transaction, state, needsDetails: false } as const;
  if (record.type !== 'ItemReceiptAdd' || answer === undefined) return { ...finding, verdict: 'found', record };
  // It may be a receipt of less than would be sent now: the next one begins where this one ends.
  const receipt = itemReceiptQuery.parse(answer).find(({ txnId }) => txnId === record.txnId);
  const quantity = receipt?.lines[0]?.quantity;
  if (quantity === undefined) return { ...finding, verdict: 'unclear', candidates: record.txnId ? [record.txnId] : [] };
  return { ...finding, verdict: 'found', record: { ...record, quantity } };
}
