import { compared, type Figure, table } from '../bench/report.js';
import { median, percentile, shown } from '../bench/statistics.js';
import type { Verdict } from '../chaos/verdict.js';
import type { Limits } from './options.js';
import type { Tallies } from './programs/attackers.js';
import type { Seen } from './programs/probe.js';

/** What a run was measured at. */
export type Measured = {
  /** ms of each transfer. */
  alone: readonly number[];
  attacked: readonly number[];
  /** Sessions that had to be repeated. */
  brokenOff: readonly string[];
  verdict: Verdict;
  /** What was seen meanwhile. */
  calm: Seen;
  seen: Seen;
  tallies: Tallies;
  /** Workflows of items that ended in another way than by themselves. */
  endedWorkflows: readonly string[];
  /** Items and sessions that still lag behind their events after the attack. */
  unapplied: number;
};

const PART = 'attacked';

/** The figures, each with its limit. */
export function figuresOf(measured: Measured, limits: Limits): Figure[] {
  const { alone, attacked, brokenOff, verdict, calm, seen, endedWorkflows, unapplied } = measured;
  const transfers = `median of ${attacked.length}`;
  const factor = median(attacked) / median(alone);
  const line = (what: string, value: number, unit: string, atMost: number): Figure =>
    compared({ part: PART, what, value: `${shown(value)}${unit}`, goal: `<= ${atMost}${unit}` }, value, { atMost });
  return [
    { part: 'alone', what: `a transfer, median of ${alone.length}`, value: `${shown(median(alone))} ms` },
    { part: 'alone', what: '/healthz, p99', value: `${shown(percentile(calm.healthzMs, 0.99))} ms` },
    { part: PART, what: `a transfer, ${transfers}`, value: `${shown(median(attacked))} ms` },
    { part: PART, what: 'a transfer, slowest', value: `${shown(percentile(attacked, 1))} ms` },
    line('times as long as alone', factor, '', limits.slower),
    { part: PART, what: 'sessions repeated', value: String(brokenOff.length) },
    line('transfers and records stuck', verdict.stuck.length, '', 0),
    line('records lost', verdict.lost.length, '', 0),
    line('records doubled', verdict.doubled.length, '', 0),
    line(`/healthz, p99 of ${seen.healthzMs.length}`, percentile(seen.healthzMs, 0.99), ' ms', limits.healthzMs),
    { part: PART, what: '/healthz, slowest', value: `${shown(percentile(seen.healthzMs, 1))} ms` },
    line('/healthz, not answered', seen.unanswered, '', 0),
    line("gateway's memory, highest", percentile(seen.memoryMb, 1), ' MB', limits.memoryMb),
    line('programs that ended', seen.programs.length - 2, '', 0),
    line(`right password refused, of ${seen.signInMs.length}`, seen.refusedSignIns, '', 0),
    line('right password, slowest sign-in', percentile(seen.signInMs, 1), ' ms', limits.signInMs),
    line('workflows that were ended', endedWorkflows.length, '', 0),
    line('items and sessions not up to date', unapplied, '', 0),
    ...idle(measured.tallies),
  ];
}

/** An attack in which an attacker did nothing shows nothing. */
const idle = (tallies: Tallies): Figure[] =>
  Object.entries(tallies).map(([name, tally]) => {
    const count = Object.values(tally).reduce((sum, each) => sum + each, 0);
    const figure = { part: PART, what: `${name}: tries`, value: String(count), goal: '>= 3' };
    return compared(figure, count, { atLeast: 3 });
  });

/** What failed, a sentence each; none: it withstood. A figure that could not be measured has failed. */
export const failuresOf = (figures: readonly Figure[]): string[] =>
  figures.filter(({ met }) => met === false).map(({ what, value, goal }) => `${what}: ${value}, expected ${goal}`);

/** What is printed: what came of the tries, the table, what failed. */
export function report(measured: Measured, limits: Limits): string {
  const { tallies, brokenOff, verdict, endedWorkflows } = measured;
  const figures = figuresOf(measured, limits);
  const failures = failuresOf(figures);
  const tries = Object.entries(tallies).map(
    ([name, tally]) =>
      `${name}: ${Object.entries(tally)
        .sort(([left], [right]) => left.localeCompare(right))
        .map(([what, count]) => `${what} x ${count}`)
        .join(', ')}`,
  );
  const evidence = [verdict.lost, verdict.doubled, verdict.stuck, endedWorkflows, brokenOff].flatMap((all) =>
    all.slice(0, 5),
  );
  return [
    'What came of the tries:',
    ...tries.map((line) => `  ${line}`),
    '',
    table(figures),
    '',
    ...evidence.map((line) => `  ${line}`),
    ...(failures.length === 0 ? ['It withstood.'] : failures.map((failure) => `FAILED  ${failure}`)),
  ].join('\n');
}
