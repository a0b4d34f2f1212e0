import { type BenchConnection, makeConnection } from './bench-connection.js';
import { load, makeReady } from './load.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { invoice } from './samples.js';
import type { Stage } from './stage.js';
import { median, shown } from './statistics.js';
import { whenApplied } from './when-applied.js';

const PART = '1,000 invoices';
const COUNT = 1_000;

async function readyInvoices(stage: Stage, name: string): Promise<BenchConnection> {
  const connection = await makeConnection(stage, name);
  const invoices = Array.from({ length: COUNT }, (_, index) => invoice(index));
  await makeReady(stage.database, connection.id, await load(stage.database, connection.id, invoices));
  return connection;
}

/** A QuickBooks that answers at once: how long the session takes, and how long until the last lifecycle has caught up. */
export async function measureThousandInvoices({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: false });
  await (await readyInvoices(stage, 'warm-up')).session();
  const times: number[] = [];
  /** Without what the simulated QuickBooks and Web Connector take for themselves. */
  const served: number[] = [];
  for (let round = 0; round < (quick ? 3 : 5); round += 1) {
    const connection = await readyInvoices(stage, `round-${round}`);
    const { ms, timings } = await connection.session();
    times.push(ms);
    served.push(
      Object.values(timings)
        .flat()
        .reduce((sum, each) => sum + each, 0),
    );
  }
  say(`sessions took ${times.map(shown).join(', ')} ms`);
  // A stage of its own: the worker has nothing to do but this session.
  const whole = await open({ withWorker: true });
  await (await readyInvoices(whole, 'warm-up')).session();
  await whenApplied(whole.database, 'warm-up');
  const connection = await readyInvoices(whole, 'whole');
  const began = performance.now();
  const { ms } = await connection.session();
  await whenApplied(whole.database, connection.id);
  const behind = (performance.now() - began - ms) / 1_000;
  say(`with the lifecycles beside it ${shown(ms)} ms; the last of them followed ${shown(behind)} s later`);
  const line = (what: string, value: number): Figure =>
    compared({ part: PART, what, value: `${shown(value)} ms`, goal: '< 1000 ms' }, value, { below: 1_000 });
  return [
    line(`session, median of ${times.length}`, median(times)),
    { part: PART, what: 'of that, waiting for the server', value: `${shown(median(served))} ms` },
    line('session, lifecycles beside it', ms),
    { part: PART, what: 'lifecycles finish after the session', value: `${shown(behind)} s` },
  ];
}
