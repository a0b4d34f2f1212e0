import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemKind } from '../../domain/kinds.js';
import { type Armed, arm, hasFired } from './armed.js';
import type { Point } from './faults.js';
import { killAtOnce } from './kill.js';
import type { Random } from './random.js';
import type { Service } from './services.js';
import type { Stage } from './stage.js';
import { CALL_TIMEOUT_MS } from './web-connector.js';

/** A point in play. */
export type Inflicted = { point: Point; hasFired: () => boolean };

/** What is armed now, by all that is in play. */
export type Arming = { armed: Armed[] };

/** What an operation has several of in a session. */
const OFTEN = /^(sendRequestXML|receiveResponseXML|projectState|tellItem|loadState|putItem)\b/;

/** Arms a point: it waits for a program, or for a call, to come by. */
export function prepare(stage: Stage, arming: Arming, point: Point, random: Random, tries: number): Inflicted {
  const { fault } = point;
  const most = tries > 1 ? 1 : 3;
  if (fault.how === 'kill') {
    const nth = OFTEN.test(fault.at) ? random.between(1, most) : 1;
    const waitMs = fault.at.endsWith('.commit') ? random.between(0, 4) : 0;
    const id = `${arming.armed.length}`;
    arming.armed.push({ id, in: fault.in, at: fault.at, nth, kills: [...fault.kills], waitMs });
    arm(stage.services.dataDir, arming.armed);
    return { point, hasFired: () => hasFired(stage.services.dataDir, id) };
  }
  if (fault.how === 'network') {
    const { operation, does } = fault;
    const nth = OFTEN.test(operation) ? random.between(1, most) : 1;
    const ms = does === 'delayed' ? CALL_TIMEOUT_MS + random.between(50, 600) : random.between(0, 2_500);
    return { point, ...stage.network.arm({ operation, does, nth, ms }) };
  }
  return { point, hasFired: () => true };
}

/** The request by which the Web Connector recognises the message set of a kind. */
const WRITES: Readonly<Record<ItemKind, string>> = {
  invoices: 'InvoiceAdd',
  'purchase-orders': 'PurchaseOrderAdd',
  timesheets: 'TimeTrackingAdd',
  'expense-reports': 'BillAdd',
};

/** Runs a session, or several, in which the point happens. */
export async function runFaultySession(
  stage: Stage,
  point: Point,
  random: Random,
  kinds: readonly ItemKind[],
): Promise<void> {
  const { services, connector } = stage;
  const { fault } = point;
  if (fault.how === 'simulator') {
    for (let session = 0; session < fault.sessions; session += 1) {
      // First the first set, which may be a query, or that of a kind; then always what the session before has left.
      const isWrite = session === 0 && (fault.sessions > 1 || random.between(1, 3) > 1);
      const when = isWrite ? WRITES[random.pick(kinds)] : 1;
      await connector.session([`${fault.misbehave}@${when}`]);
    }
    return;
  }
  if (fault.how === 'outage') {
    services.hold(fault.target as Service);
    killAtOnce(services.dataDir, [fault.target]);
  }
  const session = connector.session();
  if (fault.how === 'anywhen') {
    await sleep(random.between(fault.target === 'simulator' ? 0 : 400, 1_600));
    killAtOnce(services.dataDir, [fault.target]);
  }
  if (fault.how === 'startUp') await killTwice(stage, fault.target as Service, random);
  await session;
  services.letGo();
}

/** Killed, and once more while it starts. */
async function killTwice({ services }: Stage, service: Service, random: Random): Promise<void> {
  const first = services.pidOf(service);
  killAtOnce(services.dataDir, [service]);
  const until = Date.now() + 10_000;
  while (services.pidOf(service) === first && Date.now() < until) await sleep(5);
  await sleep(random.between(0, { gateway: 1_500, worker: 3_000, postgres: 300, temporal: 1_200 }[service]));
  killAtOnce(services.dataDir, [service]);
}
