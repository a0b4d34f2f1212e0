import { measureClaimCost } from './claim-cost.js';
import { measureConsolePages } from './console-pages.js';
import { measureLifecycles } from './lifecycles.js';
import { machine } from './machine.js';
import { measureMemory } from './memory.js';
import { HELP, type PartName, readOptions } from './options.js';
import type { Part } from './part.js';
import { type Figure, table } from './report.js';
import { measureRoundTrips } from './round-trips.js';
import { measureSoapTimes } from './soap-times.js';
import { openStage, type Stage, sweepStages } from './stage.js';
import { shown } from './statistics.js';
import { measureThousandInvoices } from './thousand-invoices.js';

const PARTS: Readonly<Record<PartName, Part>> = {
  'round-trips': measureRoundTrips,
  'claim-cost': measureClaimCost,
  'soap-times': measureSoapTimes,
  'thousand-invoices': measureThousandInvoices,
  lifecycles: measureLifecycles,
  memory: measureMemory,
  'console-pages': measureConsolePages,
};

const startedAt = performance.now();

function say(line: string): void {
  process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
}

/** What runs at the moment; a signal stops it as well. */
const stages: Stage[] = [];
let stopping: Promise<void> | undefined;

async function stopStages(): Promise<void> {
  for (const stage of stages.splice(0)) await stage.stop();
}

/** Runs one part on stages of its own, which are gone afterwards. */
async function runPart(name: PartName, part: Part, quick: boolean): Promise<Figure[]> {
  try {
    return await part({
      quick,
      say: (line) => say(`${name}: ${line}`),
      async stage(options) {
        await stopStages();
        const stage = await openStage(options);
        stages.push(stage);
        return stage;
      },
    });
  } finally {
    // After a signal the part fails because its servers go: they go first.
    await (stopping ?? stopStages());
  }
}

/** `npm run bench`: measures and prints; nothing is asserted. Exit code 1 only when something broke. */
export async function runBench(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping ??= stopStages().finally(() => process.exit(1));
    });
  }
  await sweepStages();
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
