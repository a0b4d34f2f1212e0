import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemKind } from '../../domain/kinds.js';
import { type Armed, arm, isHit, noteHit } from './armed.js';
import type { Kill, Point } from './faults.js';
import { killAtOnce } from './kill.js';
import type { Random } from './random.js';
import { awaitRowLock } from './row-lock.js';
import type { Service } from './services.js';
import type { Stage } from './stage.js';
import { CALL_TIMEOUT_MS } from './web-connector.js';

/**
 * A point in play. Its parts are noted as hit where they happen, see armed.ts: all of them make the point. `finish` where
 * something may still be held, or stand still, when its session is over.
 */
export type Inflicted = { point: Point; id: string; hasFired: () => boolean; finish?: () => Promise<void> };

/** What is armed now, by all that is in play. */
export type Arming = { armed: Armed[] };

/** What an operation has several of in a session. */
const OFTEN = /^(sendRequestXML|receiveResponseXML|projectState|tellItem|loadState|putItem|deliverChanges)\b/;

/** Arms a point: it waits for a program, or for a call, to come by. `id` is its own. */
export function prepare(
  stage: Stage,
  arming: Arming,
  { point, tries, id }: { point: Point; tries: number; id: string },
  random: Random,
): Inflicted {
  const { dataDir } = stage.services;
  const { fault } = point;
  const nthOf = (place: string): number => (OFTEN.test(place) && tries === 1 ? random.between(1, 3) : 1);
  const hits = (ids: readonly string[]): Inflicted => ({
    point,
    id,
    hasFired: () => ids.every((each) => isHit(dataDir, each)),
  });
  switch (fault.how) {
    case 'kill':
    case 'lost': {
      const armed = fault.kills.map((kill, index) => armedBy(kill, `${id}-${index}`, nthOf, random));
      arming.armed.push(...armed);
      arm(dataDir, arming.armed);
      return hits(armed.map((each) => each.id));
    }
    case 'wait': {
      const { in: program, at, does } = fault;
      arming.armed.push({ id, in: program, at, nth: nthOf(at), kills: [], waitMs: 0 });
      arm(dataDir, arming.armed);
      const finish = awaitRowLock(stage.services, { id, does, hangsMs: random.between(1_500, 5_000) });
      return { ...hits([id]), finish };
    }
    case 'network': {
      const { operation, does } = fault;
      const isSlow = does === 'delayed' || does === 'answer delayed';
      const ms = isSlow ? CALL_TIMEOUT_MS + random.between(50, 600) : random.between(0, 2_500);
      return { point, id, ...stage.network.arm({ operation, does, nth: nthOf(operation), ms }) };
    }
    case 'simulator':
      return hits(fault.sessions.map((_, session) => `${id}-${session}`));
    case 'startUp':
      return hits([`${id}-first`, `${id}-second`]);
    case 'anywhen':
      return hits([id]);
  }
}

/** What stays away goes at once; a COMMIT that is on its way may have come through or not. */
function armedBy(
  { in: program, at, kills, staysAway }: Kill,
  id: string,
  nthOf: (place: string) => number,
  random: Random,
): Armed {
  const waitMs = at.endsWith('.commit') ? random.between(0, 4) : 0;
  return { id, in: program, at, nth: staysAway ? 1 : nthOf(at), kills: [...kills], waitMs };
}

/** The request by which the Web Connector recognises the message set of a kind. */
const WRITES: Readonly<Record<ItemKind, string>> = {
  invoices: 'InvoiceAdd',
  'purchase-orders': 'PurchaseOrderAdd',
  timesheets: 'TimeTrackingAdd',
  'expense-reports': 'BillAdd',
};

/** How long nobody calls until a session is lost, with some patience for the worker. */
const UNTIL_LOST_MS = 15_000;

/** How long what the worker does may come after the session: its relay looks every two seconds. */
const WORKER_MS = 6_000;

/** Runs a session, or several, in which the point happens. */
export async function runFaultySession(
  stage: Stage,
  inflicted: Inflicted,
  random: Random,
  kinds: readonly ItemKind[],
): Promise<void> {
  const { services, connector } = stage;
  const { point, id, hasFired } = inflicted;
  const { fault } = point;
  if (fault.how === 'simulator') return misbehave(stage, fault.sessions, id, random, kinds);
  if (fault.how === 'lost') {
    await connector.session('lose-response');
    return waitFor(hasFired, UNTIL_LOST_MS);
  }
  if (fault.how === 'kill') await holdBack(stage, fault.kills);
  let isOver = false;
  const session = connector.session().finally(() => {
    isOver = true;
  });
  if (fault.how === 'anywhen') {
    await sleep(random.between(0, 900));
    killAtOnce(services.dataDir, [fault.target], (count) => {
      if (count > 0 && !isOver) noteHit(services.dataDir, id);
    });
  }
  if (fault.how === 'startUp') await killTwice(stage, fault.target as Service, id, random);
  await session;
  // The worker may come to its place only now; what is away stays away until then.
  const isOfWorker =
    fault.how === 'kill' ? fault.kills.at(-1)?.in === 'worker' : fault.how === 'wait' && fault.in === 'worker';
  if (isOfWorker) await waitFor(hasFired, WORKER_MS);
  services.letGo();
}

/** What is to stay away runs when the session begins, and is not started again once it was killed. */
async function holdBack({ services }: Stage, kills: readonly Kill[]): Promise<void> {
  const targets = kills.flatMap(({ staysAway, kills: killed }) => (staysAway ? killed : []));
  if (targets.length > 0) await services.whenUp(30_000);
  for (const target of targets) services.hold(target as Service);
}

async function waitFor(condition: () => boolean, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!condition() && Date.now() < until) await sleep(50);
}

/** First the first set, which may be a query, or that of a kind; then always what the session before has left. */
async function misbehave(
  { connector }: Stage,
  sessions: readonly string[],
  id: string,
  random: Random,
  kinds: readonly ItemKind[],
): Promise<void> {
  for (const [session, what] of sessions.entries()) {
    const isWrite = session === 0 && (sessions.length > 1 || what.includes('80040400') || random.between(1, 3) > 1);
    await connector.session(`${what}@${isWrite ? WRITES[random.pick(kinds)] : 1}`, `${id}-${session}`);
  }
}

/** Killed, and once more while it starts: counted when the second was another process. */
async function killTwice({ services }: Stage, service: Service, id: string, random: Random): Promise<void> {
  const { dataDir } = services;
  const noteFor = (which: string) => (count: number) => {
    if (count > 0) noteHit(dataDir, `${id}-${which}`);
  };
  const first = services.pidOf(service);
  killAtOnce(dataDir, [service], noteFor('first'));
  const until = Date.now() + 10_000;
  while (services.pidOf(service) === first && Date.now() < until) await sleep(5);
  if (services.pidOf(service) === first) return;
  await sleep(random.between(0, { gateway: 1_000, worker: 2_500, postgres: 200, temporal: 800 }[service]));
  killAtOnce(dataDir, [service], noteFor('second'));
}
