import type { RequestAnswer } from './envelope.js';
import { unreadable } from './unreadable.js';
import { child, children, type Node, textOf } from './xml-node.js';

/** A reference as QuickBooks returns it; either part may be absent. */
export type RefRet = { listId: string | undefined; fullName: string | undefined };

/** Text that every such Ret carries; throws `unreadable` when it is absent. */
export function requiredText(node: Node, name: string): string {
  const text = idOf(node, name);
  if (text === undefined) throw unreadable(`found ${node.name} without ${name}`);
  return text;
}

/** Longer than any id or number of QuickBooks, whose columns have 36 characters at most. */
const LONGEST_ID = 255;

/** An id or a number, if there is one; throws `unreadable` for what is far too long to be one. */
export function idOf(node: Node, name: string): string | undefined {
  const text = textOf(node, name);
  if (text !== undefined && text.length > LONGEST_ID)
    throw unreadable(`found ${text.length} characters as ${name} of ${node.name}, expected at most ${LONGEST_ID}`);
  return text;
}

/** BOOLTYPE; absent is false. */
export const isTrue = (node: Node, name: string): boolean => ['true', '1'].includes(textOf(node, name) ?? '');

/** A reference element; both parts undefined when it is absent. */
export function refOf(node: Node, name: string): RefRet {
  const ref = child(node, name);
  return ref === undefined
    ? { listId: undefined, fullName: undefined }
    : { listId: idOf(ref, 'ListID'), fullName: textOf(ref, 'FullName') };
}

/** What every transaction carries. `refNumber` is undefined where QuickBooks has none. */
export type TransactionRet = {
  txnId: string;
  editSequence: string | undefined;
  timeModified: string | undefined;
  txnDate: string | undefined;
  refNumber: string | undefined;
  externalGuid: string | undefined;
};

/** The common part of a transaction; of a query with IncludeRetElement only what it asked for. */
export const transactionRet = (node: Node): TransactionRet => ({
  txnId: requiredText(node, 'TxnID'),
  editSequence: idOf(node, 'EditSequence'),
  timeModified: textOf(node, 'TimeModified'),
  txnDate: textOf(node, 'TxnDate'),
  refNumber: idOf(node, 'RefNumber'),
  externalGuid: idOf(node, 'ExternalGUID'),
});

/** Another transaction that is linked to the one that was asked for, such as a payment or a receipt. */
export type LinkedTxn = {
  txnId: string;
  txnType: string;
  txnDate: string | undefined;
  refNumber: string | undefined;
  linkType: string | undefined;
  amount: string | undefined;
};

/** The linked transactions; QuickBooks returns them only to a query with IncludeLinkedTxns. */
export const linkedTxns = (node: Node): LinkedTxn[] =>
  children(node, 'LinkedTxn').map((linked) => ({
    txnId: requiredText(linked, 'TxnID'),
    txnType: textOf(linked, 'TxnType') ?? '',
    txnDate: textOf(linked, 'TxnDate'),
    refNumber: textOf(linked, 'RefNumber'),
    linkType: textOf(linked, 'LinkType'),
    amount: textOf(linked, 'Amount'),
  }));

/** The parser of an Add answer: its one Ret, undefined when there is none (an error, or only an ErrorRecovery). */
export const oneRet =
  <Ret>(name: string, read: (node: Node) => Ret) =>
  (answer: RequestAnswer): Ret | undefined => {
    const node = child(answer.node, name);
    return node === undefined ? undefined : read(node);
  };

/** The parser of a query answer: its Rets in order, none when nothing was found. */
export const allRets =
  <Ret>(name: string, read: (node: Node) => Ret) =>
  (answer: RequestAnswer): Ret[] =>
    children(answer.node, name).map(read);
