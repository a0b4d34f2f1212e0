import { POINTS } from './faults.js';
import type { ChaosOptions } from './options.js';
import type { RoundResult } from './round.js';
import { isInnocent, type Verdict } from './verdict.js';
import { TIMES } from './walk.js';

/** What a run of rounds came to. */
export type ChaosReport = {
  rounds: number;
  /** How often each point has happened. */
  faults: ReadonlyMap<string, number>;
  lost: number;
  doubled: number;
  stuck: number;
  items: number;
  ms: number;
  /** What the run should have come to and has not, a sentence each: a run in which nothing goes wrong shows nothing. */
  short: string[];
  failedRounds: RoundResult[];
};

export const isGood = ({ lost, doubled, stuck, short }: ChaosReport): boolean =>
  lost + doubled + stuck + short.length === 0;

/** Points that should have happened three times, or at all where they were asked for; and a fault per round at least. */
export function shortOf(options: ChaosOptions, faults: ReadonlyMap<string, number>): string[] {
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const few = total < options.rounds ? [`${total} faults in ${options.rounds} rounds`] : [];
  const isWalked = options.from === 1 && options.rounds * 2 >= POINTS.length * TIMES;
  const times = options.points === undefined ? TIMES : 1;
  const expected = options.points ?? (isWalked ? POINTS : []);
  const missed = expected.filter(({ name }) => (faults.get(name) ?? 0) < times);
  return [...few, ...missed.map(({ name }) => `${name}: reached less than ${times} times`)];
}

/** A line per round. */
export function roundLine(result: RoundResult, last: number): string {
  const { plan, missed, verdict, ms } = result;
  const names = plan.points.map(({ point }) => (missed.includes(point) ? `(${point.name}: not reached)` : point.name));
  const outcome = isInnocent(verdict) ? 'ok' : 'FAILED';
  return `round ${plan.number}/${last}  ${outcome}  ${String(Math.round(ms)).padStart(5)} ms  ${names.join('  +  ')}`;
}

/** What is wrong, and how to see it again. */
export function failureLines({ plan, verdict }: RoundResult, options: ChaosOptions): string[] {
  const points = plan.points.map(({ point }) => point.name).join(',');
  const kinds = options.kinds.length === 4 ? '' : ` --kinds ${options.kinds.join(',')}`;
  return [
    ...sentences(verdict),
    `  again: npm run chaos -- --rounds 1 --seed ${options.seed} --from ${plan.number}${kinds} --points "${points}"`,
  ];
}

export const sentences = ({ lost, doubled, stuck }: Verdict): string[] => [
  ...lost.map((what) => `  lost: ${what}`),
  ...doubled.map((what) => `  doubled: ${what}`),
  ...stuck.map((what) => `  stuck: ${what}`),
];

/** The table at the end. */
export function table(report: ChaosReport, options: ChaosOptions): string {
  const counts = [...report.faults].sort(([left], [right]) => left.localeCompare(right));
  const width = Math.max(...counts.map(([name]) => name.length), 0);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return [
    'Faults by point:',
    ...counts.map(([name, count]) => `  ${name.padEnd(width)}  ${String(count).padStart(4)}`),
    ...report.short.map((sentence) => `  short: ${sentence}`),
    '',
    `${report.rounds} rounds, ${total} faults at ${counts.length} points, ${report.items} items, ${Math.round(report.ms / 1_000)} s, seed ${options.seed}`,
    `${report.lost} lost, ${report.doubled} doubled, ${report.stuck} stuck`,
  ].join('\n');
}
