import { type BenchConnection, makeConnection } from './bench-connection.js';
import { load, makeReady } from './load.js';
import { askObserved } from './observed/socket.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { invoice } from './samples.js';
import type { Stage } from './stage.js';
import { median, shown } from './statistics.js';

const PART = 'claim';
const FEW = 100;
const TURNS = 8;
const SETS_A_TURN = 4;

async function readyConnection(stage: Stage, name: string, ready: number): Promise<BenchConnection> {
  const connection = await makeConnection(stage, name);
  const invoices = Array.from({ length: ready }, (_, index) => invoice(index));
  await makeReady(stage.database, connection.id, await load(stage.database, connection.id, invoices));
  return connection;
}

/** The times of the claims of one session; its first call also ends what the former one left. */
async function claims(stage: Stage, connection: BenchConnection, options?: { sets: number }): Promise<number[]> {
  await askObserved(stage.dataDir, 'gateway');
  await connection.session(options);
  const { soapMs } = await askObserved(stage.dataDir, 'gateway');
  return soapMs.sendRequestXML?.slice(1) ?? [];
}

/** 10,000 ready items: a claim costs the same as with 100. Measured in turns, so that the machine's moods hit both. */
export async function measureClaimCost({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: false });
  const many = quick ? 3_000 : 10_000;
  const large = await readyConnection(stage, 'many', many);
  const times = { few: [] as number[], many: [] as number[] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    const small = await readyConnection(stage, `few-${turn}`, FEW);
    times.few.push(...(await claims(stage, small)));
    times.many.push(...(await claims(stage, large, { sets: SETS_A_TURN })));
  }
  const [withFew, withMany] = [median(times.few), median(times.many)];
  say(`a claim of 50 takes ${shown(withFew)} ms with ${FEW} ready items, ${shown(withMany)} ms with ${many}`);
  const ratio = withMany / withFew;
  return [
    { part: PART, what: `sendRequestXML of 50 records, ${FEW} ready, median`, value: `${shown(withFew)} ms` },
    { part: PART, what: `the same, ${many} ready, median`, value: `${shown(withMany)} ms` },
    compared({ part: PART, what: 'ratio', value: shown(ratio), goal: 'about 1' }, ratio, { atMost: 1.25 }),
  ];
}
