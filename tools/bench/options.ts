import { parseArgs } from 'node:util';

/** What the parts are called on the command line, in the order in which they run. */
export const PART_NAMES = [
  'round-trips',
  'claim-cost',
  'soap-times',
  'thousand-invoices',
  'lifecycles',
  'memory',
  'console-pages',
] as const;
export type PartName = (typeof PART_NAMES)[number];

export type BenchOptions = { quick: boolean; only: readonly PartName[] };

export const HELP = `npm run bench -- [--quick] [--only NAME]...

Measures the product on this machine, on an embedded PostgreSQL and Temporal of its own, and prints a table.
  --quick       smaller sizes, below 90 seconds
  --only NAME   only this part: ${PART_NAMES.join(', ')}`;

/** Reads the command line; undefined when help is asked for. Throws for what it does not know. */
export function readOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const only = values.only.map((name) => {
    const part = PART_NAMES.find((known) => known === name);
    if (part === undefined) throw new Error(`there is no part "${name}"; the parts are ${PART_NAMES.join(', ')}`);
    return part;
  });
  return { quick: values.quick, only: only.length === 0 ? PART_NAMES : only };
}
