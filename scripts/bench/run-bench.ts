import { measureClaimCost } from './claim-cost.js';
import { measureLifecycles } from './lifecycles.js';
import { machine } from './machine.js';
import { measureMemory } from './memory.js';
import { HELP, type PartName, readOptions } from './options.js';
import type { Part } from './part.js';
import { type Figure, table } from './report.js';
import { measureRoundTrips } from './round-trips.js';
import { measureSoapTimes } from './soap-times.js';
import { openStage, type Stage } from './stage.js';
import { shown } from './statistics.js';
import { measureThousandInvoices } from './thousand-invoices.js';

const PARTS: Readonly<Record<PartName, Part>> = {
  'round-trips': measureRoundTrips,
  'claim-cost': measureClaimCost,
  'soap-times': measureSoapTimes,
  'thousand-invoices': measureThousandInvoices,
  lifecycles: measureLifecycles,
  memory: measureMemory,
};

const startedAt = performance.now();

function say(line: string): void {
  process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
}

/** Runs one part on stages of its own, which are gone afterwards. */
async function runPart(name: PartName, part: Part, quick: boolean): Promise<Figure[]> {
  const stages: Stage[] = [];
  try {
    return await part({
      quick,
      say: (line) => say(`${name}: ${line}`),
      async stage(options) {
        for (const former of stages.splice(0)) await former.stop();
        const stage = await openStage(options);
        stages.push(stage);
        return stage;
      },
    });
  } finally {
    for (const stage of stages) await stage.stop();
  }
}

/** `npm run bench`: measures and prints; nothing is asserted. Exit code 1 only when something broke. */
export async function runBench(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const facts = machine();
  const figures: Figure[] = [];
  for (const name of options.only) {
    const part = PARTS[name];
    say(`${name}: begins`);
    figures.push(...(await runPart(name, part, options.quick)));
  }
  const took = shown((performance.now() - startedAt) / 1_000);
  process.stdout.write(`\n${table(figures)}\n\n${facts}\n${options.quick ? 'quick sizes, ' : ''}took ${took} s\n`);
}
