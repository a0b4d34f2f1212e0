import { makeConnection } from './bench-connection.js';
import { load, makeReady } from './load.js';
import type { PartContext } from './part.js';
import { compared, type Figure } from './report.js';
import { invoice } from './samples.js';
import type { Stage } from './stage.js';
import { median, shown } from './statistics.js';
import { openTicket } from './ticket.js';

const PART = 'claim';
const SAMPLES = 15;

/** The time of sendRequestXML with 50 records, each in a session of its own that is left at once (the records go back). */
async function claimTimes(stage: Stage, ready: number): Promise<() => Promise<number>> {
  const connection = await makeConnection(stage, `ready-${ready}`);
  const items = await load(
    stage.database,
    connection.id,
    Array.from({ length: ready }, (_, index) => invoice(index)),
  );
  await makeReady(stage.database, connection.id, items);
  await stage.database.query('vacuum analyze');
  const ticket = await openTicket(stage, connection);
  return () => ticket.exchange();
}

/** 10,000 ready items: a claim costs the same as with 100. Measured in turns, so that the machine's moods hit both. */
export async function measureClaimCost({ stage: open, say, quick }: PartContext): Promise<Figure[]> {
  const stage = await open({ withWorker: false });
  const sizes = { few: SAMPLES * 50 + 100, many: quick ? 5_000 : 10_000 };
  const few = await claimTimes(stage, sizes.few);
  const many = await claimTimes(stage, sizes.many);
  const times = { few: [] as number[], many: [] as number[] };
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    times.few.push(await few());
    times.many.push(await many());
  }
  const [withFew, withMany] = [median(times.few), median(times.many)];
  say(`a claim takes ${shown(withFew)} ms with ${sizes.few} ready items, ${shown(withMany)} ms with ${sizes.many}`);
  const ratio = withMany / withFew;
  return [
    { part: PART, what: `sendRequestXML of 50, ${sizes.few} to 100 ready, median`, value: `${shown(withFew)} ms` },
    { part: PART, what: `the same, ${sizes.many} ready, median`, value: `${shown(withMany)} ms` },
    compared({ part: PART, what: 'ratio', value: shown(ratio), goal: '~ 1 (<= 1.25)' }, ratio, { atMost: 1.25 }),
  ];
}
