import type { History, NewItem, Step } from './history.js';

const ORDER: NewItem = { kind: 'purchase-orders', lacks: 'nothing', isReady: true };
const INVOICE: NewItem = { kind: 'invoices', lacks: 'nothing', isReady: true };

const aHistory = (wish: NewItem, steps: Step[], changes: Partial<History> = {}): History => ({
  items: [wish],
  maxRecords: 50,
  creates: false,
  isPrompt: true,
  repeats: false,
  hasRun: false,
  isWanted: false,
  steps,
  ...changes,
});

const session: Step = { do: 'connect', moves: 60, fault: 'none', end: 'stay' };
const moves = (count: number): Step => ({ do: 'connect', moves: count, fault: 'none', end: 'stay' });
const psa = (change: Extract<Step, { do: 'revise' }>['change']): Step => ({
  do: 'revise',
  item: 0,
  change,
  travel: 'now',
});
const ready: Step = { do: 'ready', item: 0, retransfer: false };
const again: Step = { do: 'ready', item: 0, retransfer: true };

/** Histories that once went wrong, each with what must not happen again. */
export const FOUND: Readonly<Record<string, History>> = {
  'a set whose answer was cut off and that is rejected when it is sent again is looked for, not halved': aHistory(
    INVOICE,
    [
      { do: 'connect', moves: 60, fault: 'cut', end: 'die' },
      { do: 'connect', moves: 60, fault: 'rejects', end: 'stay' },
      session,
    ],
  ),
  'a re-transfer that had not begun is forgotten with a cancellation that is taken back': aHistory(
    ORDER,
    [again, psa('withdraw'), psa('restore')],
    { hasRun: true },
  ),
  'an order that is taken up again while its deletion is on its way is a first one again': aHistory(
    ORDER,
    // authenticate, ask whether anything is linked to it, answer; the deletion is asked for and not answered yet
    [psa('withdraw'), moves(5), psa('restore'), session],
    { hasRun: true, isWanted: true },
  ),
  'the second order of an item is not taken for deleted because its first one was': aHistory(
    ORDER,
    [psa('withdraw'), session, psa('restore'), ready, session, psa('withdraw'), psa('restore')],
    { hasRun: true, isWanted: true },
  ),
  'what was received while an order was canceled is sent when it no longer is': aHistory(
    ORDER,
    [psa('withdraw'), psa('more'), psa('restore')],
    { hasRun: true },
  ),
  'what waited for a resync still does after a cancellation that was taken back': aHistory(
    ORDER,
    [psa('more'), psa('withdraw'), psa('restore')],
    { hasRun: true },
  ),
  'what was received while a re-transfer waited still needs a resync when that is taken back': aHistory(
    ORDER,
    [again, psa('more'), { do: 'notReady', item: 0 }],
    { hasRun: true },
  ),
  'the PSA hears of a success once, though the task that told it was lost and done again': aHistory(
    ORDER,
    [psa('withdraw'), session, psa('restore')],
    { hasRun: true, repeats: true },
  ),
};
