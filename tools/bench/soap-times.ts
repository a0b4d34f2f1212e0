import { makeConnection } from './bench-connection.js';
import { load, makeReady } from './load.js';
import { askObserved } from './observed/socket.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { invoice } from './samples.js';
import type { Stage } from './stage.js';
import { percentile, shown } from './statistics.js';

const PART = 'SOAP, 50 records';
const OPERATIONS = ['sendRequestXML', 'receiveResponseXML'] as const;
/** The first sessions warm the gateway up, as any does that has run for a minute. */
const WARM_UP = 200;

async function sessionOf(stage: Stage, name: string, count: number): Promise<Record<string, number[]>> {
  const connection = await makeConnection(stage, name);
  const invoices = Array.from({ length: count }, (_, index) => invoice(index));
  await makeReady(stage.database, connection.id, await load(stage.database, connection.id, invoices));
  await askObserved(stage.dataDir, 'gateway');
  await connection.session();
  return (await askObserved(stage.dataDir, 'gateway')).soapMs;
}

/** Sessions until there are `calls` of each operation that carried 50 records. */
async function measure(stage: Stage, name: string, calls: number): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = {};
  for (let round = 0; (times.sendRequestXML?.length ?? 0) < calls; round += 1) {
    const found = await sessionOf(stage, `${name}-${round}`, 1_000);
    for (const operation of OPERATIONS)
      times[operation] = [...(times[operation] ?? []), ...(found[operation] ?? []).slice(0, 20)];
  }
  return times;
}

function figures(state: string, times: Record<string, number[]>): Figure[] {
  return OPERATIONS.flatMap((operation) => {
    const found = times[operation] ?? [];
    const line = (what: string, value: number, below: number): Figure =>
      compared(
        { part: PART, what: `${operation}, ${state}, ${what}`, value: `${shown(value)} ms`, goal: `< ${below} ms` },
        value,
        { below },
      );
    return [line(`p50 of ${found.length}`, percentile(found, 0.5), 20), line('p99', percentile(found, 0.99), 100)];
  });
}

/** Server time of the two calls that carry the work, with the worker away (nothing else happens) and busy behind them. */
export async function measureSoapTimes({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: false });
  const calls = quick ? 60 : 200;
  await sessionOf(stage, 'warm-up', WARM_UP);
  const idle = await measure(stage, 'idle', calls);
  say(`worker idle: p50 ${OPERATIONS.map((name) => `${shown(percentile(idle[name] ?? [], 0.5))} ms`).join(' and ')}`);
  // What the sessions above left to tell keeps the worker busy.
  await stage.startWorker();
  const busy = await measure(stage, 'busy', calls);
  say(`worker busy: p50 ${OPERATIONS.map((name) => `${shown(percentile(busy[name] ?? [], 0.5))} ms`).join(' and ')}`);
  return [...figures('worker idle', idle), ...figures('worker busy', busy)];
}
