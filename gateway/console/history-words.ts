import type { HistoryEvent } from '../../domain/history-events.js';

type Words = { title: string; mark: 'failed' | 'done' | 'idle' };

const idle = (title: string): Words => ({ title, mark: 'idle' });
const good = (title: string): Words => ({ title, mark: 'done' });
const bad = (title: string): Words => ({ title, mark: 'failed' });

/** What a line of a Transfer History is called on the pages, and the colour of its mark. */
export const HISTORY_WORDS: Readonly<Record<HistoryEvent, Words>> = {
  setReady: idle('Set as Ready to Transfer to QuickBooks'),
  setNotReady: idle('Set as Not Ready to Transfer to QuickBooks'),
  errorCleared: idle('Error cleared'),
  sent: idle('Sent, without an answer'),
  added: good('Added to QuickBooks'),
  adopted: good('Found in QuickBooks and taken over'),
  refused: bad('Refused'),
  'refusal taken back': idle('Refusal taken back'),
  notProcessed: idle('Not processed'),
  succeeded: good('Transferred'),
  notFound: idle('Not found in QuickBooks; sent again'),
  outcomeUnknown: bad('Outcome unknown'),
  settledByHand: idle('Settled by hand'),
  notConfirmed: bad('Not confirmed'),
  deleteByHand: bad('To be deleted in QuickBooks by hand'),
  'deleted in QuickBooks': good('Deleted in QuickBooks'),
  paidDate: good('Paid date taken over'),
  paidDateNotUpdated: bad('Paid date not updated'),
  received: idle('Received in the PSA: needs resync'),
  receivedLess: idle('Less received in the PSA'),
  notOrdered: bad('Received, but not on the order in QuickBooks'),
  canceled: idle('Canceled in the PSA'),
  uncanceled: idle('No longer canceled in the PSA'),
  becameIneligible: idle('Left the queue: no longer eligible'),
  corrected: idle('Corrected in the PSA'),
  externalNumberCleared: idle('External P.O. # cleared in the PSA'),
  numberNotCleared: idle('External P.O. # empty in the PSA: nothing changes'),
  leftBehind: bad('Left behind in QuickBooks'),
};
