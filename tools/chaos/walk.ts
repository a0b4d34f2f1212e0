import { ANYWHEN, POINTS } from './faults.js';
import { randomFrom } from './random.js';
import type { PlannedPoint, RoundResult } from './round.js';

/** How often each named point is walked through before chance decides. */
export const TIMES = 3;
const PER_ROUND = 2;

/** What was missed comes again that many points later: an activity whose worker was killed is given to another after two minutes. */
const AGAIN_AFTER = 16;

/** Which points a round has: first all of them, in an order of the seed, and what was missed once more. */
export type Walk = {
  next(round: number): PlannedPoint[];
  learn(result: RoundResult): void;
};

export function createWalk(seed: string): Walk {
  const waiting: PlannedPoint[] = Array.from({ length: TIMES }, (_, time) =>
    randomFrom(seed, 'walk', time).shuffled(POINTS),
  )
    .flat()
    .map((point) => ({ point, tries: 1 }));
  return {
    next(round) {
      const walked = waiting.splice(0, PER_ROUND);
      const random = randomFrom(seed, 'chance', round);
      while (walked.length < PER_ROUND) {
        walked.push({ point: random.pick(random.between(1, 3) === 1 ? ANYWHEN : POINTS), tries: 1 });
      }
      return walked;
    },
    learn({ plan, missed }) {
      for (const point of missed) {
        const tries = plan.points.find((planned) => planned.point === point)?.tries ?? 1;
        waiting.splice(AGAIN_AFTER, 0, { point, tries: tries + 1 });
      }
    },
  };
}
