/** What an entry of a Transfer History is called on the pages; an unknown one shows its own name. */
const WORDS: Readonly<Record<string, string>> = {
  setReady: 'Set as Ready to Transfer to QuickBooks',
  setNotReady: 'Set as Not Ready to Transfer to QuickBooks',
  errorCleared: 'Error cleared',
  sent: 'Sent, without an answer',
  added: 'Added to QuickBooks',
  adopted: 'Found in QuickBooks and taken over',
  refused: 'Refused',
  notProcessed: 'Not processed',
  succeeded: 'Transferred',
  notFound: 'Not found in QuickBooks; sent again',
  outcomeUnknown: 'Outcome unknown',
  settledByHand: 'Settled by hand',
  notConfirmed: 'Not confirmed',
  deleteByHand: 'To be deleted in QuickBooks by hand',
  'deleted in QuickBooks': 'Deleted in QuickBooks',
  paidDate: 'Paid date taken over',
  paidDateNotUpdated: 'Paid date not updated',
  received: 'Received in the PSA: needs resync',
  receivedLess: 'Less received in the PSA',
  notOrdered: 'Received, but not on the order in QuickBooks',
  canceled: 'Canceled in the PSA',
  uncanceled: 'No longer canceled in the PSA',
  becameIneligible: 'Left the queue: no longer eligible',
  corrected: 'Corrected in the PSA',
  externalNumberCleared: 'External P.O. # cleared in the PSA',
  numberNotCleared: 'External P.O. # empty in the PSA: nothing changes',
  leftBehind: 'Left behind in QuickBooks',
};

const BAD = new Set([
  'refused',
  'outcomeUnknown',
  'notConfirmed',
  'deleteByHand',
  'leftBehind',
  'notOrdered',
  'paidDateNotUpdated',
]);
const GOOD = new Set(['added', 'adopted', 'succeeded', 'deleted in QuickBooks', 'paidDate']);

export const historyTitle = (event: string): string => WORDS[event] ?? event;

/** The colour of its mark. */
export const historyMark = (event: string): string => (BAD.has(event) ? 'failed' : GOOD.has(event) ? 'done' : 'idle');
