import { isDeepStrictEqual } from 'node:util';
import { objectionToSend, objectionToSnapshot } from '../../domain/eligibility.js';
import { groupBy } from '../../domain/group-by.js';
import { transition } from '../../domain/lifecycle.js';
import { INITIAL_STATE, type LifecycleState } from '../../domain/lifecycle-state.js';
import { deletionOutstanding, plan } from '../../domain/record-plan.js';
import { transferStatus } from '../../domain/transfer-status.js';
import type { Evidence, ItemEvidence } from './evidence.js';
import { ledgerProblems, receiptProblems } from './invariants-of-records.js';
import { isRefusedForEver } from './peace.js';

/** The states through which the events lead, the first before the first event. */
function statesOf({ events }: ItemEvidence): LifecycleState[] {
  const states = [INITIAL_STATE];
  for (const event of events) states.push(transition(states.at(-1) ?? INITIAL_STATE, event).state);
  return states;
}

/** The projection is what the events say, numbered without a gap; the status shown is derived from it. */
function projectionProblems(item: ItemEvidence): string[] {
  const { row, events, shownStatus } = item;
  const folded = statesOf(item).at(-1);
  return [
    ...(events.every(({ seq }, index) => seq === index + 1)
      ? []
      : ['its events are not numbered from 1 without a gap']),
    ...(isDeepStrictEqual(folded, row.state)
      ? []
      : [`the projection is ${JSON.stringify(row.state)}, the fold of its events ${JSON.stringify(folded)}`]),
    ...(shownStatus === transferStatus(row.state)
      ? []
      : [`it shows ${shownStatus}, its state is ${transferStatus(row.state)}`]),
  ];
}

/** Held and withdrawn items are not sent; what is sent was wanted. */
function sendingProblems(item: ItemEvidence): string[] {
  const states = statesOf(item);
  return item.events.flatMap((event, index) => {
    const before = states[index] ?? INITIAL_STATE;
    return event.type === 'sent' && (!before.ready || before.withdrawn)
      ? [`event ${event.seq}: it was sent while it was held`]
      : [];
  });
}

/** What raises a generation was asked for, and no record is in QuickBooks twice unless that was. */
function generationProblems(item: ItemEvidence): string[] {
  const { psa, row, events, records } = item;
  const states = statesOf(item);
  const steps = events.map((event, index) => ({
    type: event.type,
    by: (states[index + 1]?.generation ?? 1) - (states[index]?.generation ?? 1),
  }));
  const raisedBy = (...types: string[]): number =>
    steps.reduce((sum, { type, by }) => sum + (by < 0 || types.includes(type) ? by : 0), 0);
  const duplicates = raisedBy('setReady', 'externalNumberCleared');
  const asked = raisedBy('setReady', 'externalNumberCleared', 'uncanceled');
  const there = groupBy(
    records.filter(({ state }) => state === 'added'),
    ({ key }) => key,
  );
  const isReport = psa.item.kind === 'expense-reports';
  return [
    ...(row.state.generation > 1 + asked
      ? [`generation ${row.state.generation} with ${asked} reasons for a new one`]
      : []),
    ...(row.state.generation < 1 ? [`generation ${row.state.generation}`] : []),
    ...(isReport && row.state.generation > 1 ? ['an expense report was transferred again'] : []),
    ...[...there].flatMap(([key, same]) =>
      same.length > 1 + duplicates ? [`${key} is in QuickBooks ${same.length} times, asked for ${1 + duplicates}`] : [],
    ),
  ];
}

/** The PSA hears of each success once, in order. */
function changesProblems({ events, changes }: ItemEvidence): string[] {
  const successes = events.flatMap((event) =>
    event.type === 'succeeded' ? [`${event.deleted ? 'deleted' : 'transferred'} ${event.at}`] : [],
  );
  const told = changes.flatMap(({ type, at }) =>
    type === 'transferred' || type === 'deleted' ? [`${type} ${at}`] : [],
  );
  return isDeepStrictEqual(successes, told)
    ? []
    : [`successes ${successes.join(', ')}, but the PSA heard ${told.join(', ')}`];
}

/** At the end nothing is on its way, what can be is transferred, and what is not says why. */
function endProblems(item: ItemEvidence, { isWanted, company }: Evidence): string[] {
  const { psa, row, records, timesMarked } = item;
  const { state } = row;
  const left = plan(row, records, state.generation);
  const objection = objectionToSend(row, { state, deletionOutstanding: deletionOutstanding(records) });
  const isUnknown = records.some((record) => record.state === 'unknown');
  const status = transferStatus(state);
  const isIdle = !state.ready;
  const isStrange = isRefusedForEver(psa, company) || isUnknown;
  const isTakeable = !isStrange && objectionToSnapshot(psa.item) === undefined;
  const problems: [boolean, string][] = [
    [state.inFlight || state.withdrawn, 'it is still on its way'],
    [state.outcome === 'failed' && (!state.failure?.message || !state.failure.code), 'it failed without a reason'],
    [state.ready && objection !== undefined, `it waits, but ${objection}`],
    [state.ready && !isStrange, `it waits, though QuickBooks can take it: ${status} ${state.failure?.message ?? ''}`],
    [isWanted && isTakeable && status !== 'Transferred', `everybody wanted it, but it is ${status}`],
    [
      isIdle &&
        status === 'Transferred' &&
        left.length > 0 &&
        !state.needsResync &&
        !psa.hasGrown &&
        !isHeldDeletion(item),
      `it is Transferred with ${left.map(({ key }) => key).join(', ')} left to send`,
    ],
    [
      psa.item.kind === 'purchase-orders' && status === 'Transferred' && !state.canceled && isGone(item),
      'it is Transferred, but its purchase order was deleted',
    ],
    [row.toSend !== (state.ready && objection === undefined && left.length > 0), `to_send is ${row.toSend}`],
    [timesMarked > 1, `its batch marked it ${timesMarked} times`],
    [status === 'Pending/Failed' && psa.item.kind === 'invoices' && isIdle && isWanted && isTakeable, 'it is held'],
  ];
  return problems.flatMap(([isBad, says]) => (isBad ? [says] : []));
}

const isGone = ({ row, records }: ItemEvidence): boolean =>
  !records.some(
    ({ key, generation, state }) => key === 'addition' && generation === row.state.generation && state === 'added',
  );

/** A canceled order whose deletion somebody set Not Ready. */
function isHeldDeletion({ row, events }: ItemEvidence): boolean {
  const last = events.findLast(({ type }) => ['canceled', 'setReady', 'setNotReady'].includes(type));
  return row.state.canceled && last?.type === 'setNotReady';
}

/** S19: a canceled order that nothing was received on is gone from QuickBooks, unless somebody held its deletion. */
function cancelProblems(item: ItemEvidence, { ours }: Evidence): string[] {
  const { psa, records } = item;
  if (psa.item.kind !== 'purchase-orders' || psa.item.snapshot.status !== 'Canceled' || isHeldDeletion(item)) return [];
  const there = ours.filter(({ type, refNumber }) => type === 'PurchaseOrder' && refNumber === psa.mark);
  return there
    .filter(
      (order) => order.linkedTxnIds.length === 0 && order.lines.every(({ received }) => Number(received ?? 0) === 0),
    )
    .filter(() => !records.some(({ state }) => state === 'unknown'))
    .map(({ txnId }) => `it is canceled, but QuickBooks still has it as ${txnId}`);
}

/** Everything that is wrong at the end of a history, in words. */
export function problemsOf(evidence: Evidence): string[] {
  const ofItems = evidence.items.flatMap((item) =>
    [
      ...projectionProblems(item),
      ...sendingProblems(item),
      ...generationProblems(item),
      ...changesProblems(item),
      ...endProblems(item, evidence),
      ...cancelProblems(item, evidence),
      ...receiptProblems(item, evidence),
    ].map((problem) => `${item.psa.mark}: ${problem}`),
  );
  return [...evidence.blocking, ...ledgerProblems(evidence), ...ofItems];
}
