import { setMaxListeners } from 'node:events';
import os from 'node:os';
import type { Attacker, Tally, Target } from '../attackers/attacker.js';
import { bombs } from '../attackers/bombs.js';
import { dribbling } from '../attackers/dribbling.js';
import { guessing } from '../attackers/guessing.js';
import { longTexts } from '../attackers/long-texts.js';
import { storms } from '../attackers/storms.js';
import { serveParent } from '../child.js';

const ATTACKERS: Readonly<Record<string, Attacker>> = {
  guessing,
  bombs,
  dribbling,
  storms,
  'long-texts': longTexts,
};

/** What the attackers of one run did, by their names. */
export type Tallies = Record<string, Tally>;

/** How long what is on its way may take after the end. */
const LAST_WORDS_MS = 5_000;

serveParent(async (target: Target, signal): Promise<Tallies> => {
  // They have machines of their own elsewhere: what they take of this one must not be what is measured.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  setMaxListeners(0, signal);
  const tallies: Tallies = {};
  const chosen = Object.entries(ATTACKERS).filter(([name]) => target.only.length === 0 || target.only.includes(name));
  const running = chosen.map(([name, attack]) => {
    const tally: Tally = {};
    tallies[name] = tally;
    return attack(target, (what) => (tally[what] = (tally[what] ?? 0) + 1), signal);
  });
  const over = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => setTimeout(resolve, LAST_WORDS_MS), { once: true }),
  );
  await Promise.race([Promise.all(running), over]);
  return tallies;
});
