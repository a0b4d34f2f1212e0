import { parseArgs } from 'node:util';
import { ITEM_KINDS, type ItemKind } from '../../domain/kinds.js';
import { ANYWHEN, POINTS, type Point } from './faults.js';

export type ChaosOptions = {
  rounds: number;
  seed: string;
  /** The number of the first round: to repeat one. */
  from: number;
  kinds: readonly ItemKind[];
  /** Only these, each round all of them; undefined: the walk, then chance. */
  points: readonly Point[] | undefined;
};

export const HELP = `npm run chaos -- [--rounds N] [--seed S] [--kinds KIND,...] [--from K] [--points NAME,...]

Gateway, worker, Temporal, PostgreSQL and the simulator as processes of their own; in every round two things go wrong.
Then everything is started again, runs until quiet, and is compared record by record with the company file.
  --rounds N   rounds (20); the first walk through all named points, three times each
  --seed S     decides items, faults and moments (1)
  --kinds      ${ITEM_KINDS.join(', ')}; all of them by default
  --from K     begins with round K: with --rounds 1 it repeats that round
  --points     only these points, all of them in every round; --points list prints their names`;

/** Reads the command line; undefined when help is asked for. Throws for what it does not know. */
export function readOptions(args: readonly string[]): ChaosOptions | 'list' | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '1' },
      kinds: { type: 'string' },
      points: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.points === 'list') return 'list';
  return {
    rounds: whole('rounds', values.rounds),
    seed: values.seed,
    from: whole('from', values.from),
    kinds: named('kind', values.kinds, ITEM_KINDS, (kind) => kind) ?? ITEM_KINDS,
    points: named('point', values.points, [...POINTS, ...ANYWHEN], ({ name }) => name),
  };
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} takes a whole number from 1, not "${text}"`);
  return Number(text);
}

function named<T>(what: string, text: string | undefined, known: readonly T[], nameOf: (thing: T) => string) {
  return text?.split(',').map((name) => {
    const found = known.find((thing) => nameOf(thing) === name.trim());
    if (found === undefined)
      throw new Error(`there is no ${what} "${name}"; there are ${known.map(nameOf).join(', ')}`);
    return found;
  });
}
