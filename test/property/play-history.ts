import { gather } from './evidence.js';
import { problemsOf } from './invariants.js';
import { makePeace } from './peace.js';
import { begin, playStep } from './play.js';
import type { World } from './world.js';

/** Plays a history to its end; throws with everything that is wrong there. */
export async function playHistory(world: World): Promise<void> {
  await begin(world);
  for (const step of world.history.steps) await playStep(world, step);
  await makePeace(world);
  const problems = problemsOf(await gather(world));
  if (problems.length > 0) throw new Error(`at the end:\n  ${problems.join('\n  ')}`);
}
