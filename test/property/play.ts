import type { Item } from '../../domain/snapshots/snapshot.js';
import { clearError, setNotReady, setReady } from '../../transfers/items/commands.js';
import { putBatch } from '../../transfers/items/invoice-batches.js';
import { putItem } from '../../transfers/items/put-item.js';
import { editByHand } from './by-hand.js';
import type { Step } from './history.js';
import { change, type PsaItem, snapshotOf } from './psa.js';
import type { World } from './world.js';

type Doing<Do extends Step['do']> = (world: World, step: Extract<Step, { do: Do }>) => Promise<void>;

/** The item that a step means, and its place. */
function chosen({ items }: World, place: number): { psa: PsaItem; index: number } {
  const index = place % items.length;
  const psa = items[index];
  if (psa === undefined) throw new Error('a history has at least one item');
  return { psa, index };
}

export async function deliverSnapshot(world: World, { psaId, item }: { psaId: string; item: Item }): Promise<void> {
  const { database, connectionId, clock, tellItems } = world;
  const { events } = await putItem(database, { connectionId, psaId, at: clock.now(), ...item });
  await tellItems(events);
}

export async function operatorSetsReady(world: World, psa: PsaItem, retransfer: boolean): Promise<boolean> {
  const { database, connectionId, clock, tellItems } = world;
  const command = { connectionId, kind: psa.item.kind, psaIds: [psa.psaId], retransfer, at: clock.now() };
  const { results, events } = await setReady(database, command);
  await tellItems(events);
  return results[0]?.ok ?? false;
}

export async function operatorClearsError(world: World, psa: PsaItem): Promise<void> {
  const { database, connectionId, clock, tellItems } = world;
  if (psa.item.kind !== 'invoices') return;
  const { events } = await clearError(database, { connectionId, psaId: psa.psaId, reason: 'seen', at: clock.now() });
  await tellItems(events);
}

const DO: { [Do in Step['do']]: Doing<Do> } = {
  ready: async (world, step) => {
    await operatorSetsReady(world, chosen(world, step.item).psa, step.retransfer);
  },
  notReady: async (world, step) => {
    const { psa } = chosen(world, step.item);
    const { database, connectionId, clock } = world;
    const command = { connectionId, kind: psa.item.kind, psaIds: [psa.psaId], at: clock.now() };
    await world.tellItems((await setNotReady(database, command)).events);
  },
  clearError: (world, step) => operatorClearsError(world, chosen(world, step.item).psa),
  revise: async (world, step) => {
    const { psa } = chosen(world, step.item);
    change(psa, step.change);
    if (psa.item.kind === 'timesheets' && step.change === 'more') psa.hasGrown = true;
    const snapshot = { psaId: psa.psaId, item: snapshotOf(psa) };
    world.snapshots.push(snapshot);
    for (let copy = { late: 0, now: 1, twice: 2 }[step.travel]; copy > 0; copy -= 1)
      await deliverSnapshot(world, snapshot);
  },
  redeliver: async (world, step) => {
    const snapshot = world.snapshots[step.pick % world.snapshots.length];
    if (snapshot !== undefined) await deliverSnapshot(world, snapshot);
  },
  batch: async (world, step) => {
    const { database, connectionId, clock, tellItems, items } = world;
    const status = step.finished ? 'finished' : 'processing';
    const invoiceIds = items.filter((_, index) => (step.members >> index) % 2 === 1).map(({ psaId }) => psaId);
    world.batch = invoiceIds;
    const batch = {
      connectionId,
      id: 'B1',
      status,
      markReadyToTransfer: step.marks,
      invoiceIds,
      at: clock.now(),
    } as const;
    await tellItems((await putBatch(database, batch)).events);
  },
  byHand: async (world, step) => {
    const { psa, index } = chosen(world, step.item);
    await editByHand(world, step.edit, psa, index);
  },
  connect: async ({ qbwc }, step) => {
    let { fault } = step;
    for (let move = 0; move < step.moves; move += 1) {
      const done = await qbwc.move(fault);
      fault = done.fault;
      if (done.moved !== 'on') return;
    }
    if (step.end === 'die') qbwc.die();
    if (step.end === 'close') await qbwc.close();
    if (step.end === 'error') await qbwc.fail();
  },
  oldAnswer: ({ qbwc }, step) => qbwc.handOverOld(step.pick),
  oldSet: ({ qbwc }, step) => qbwc.workOffOld(step.pick),
  deliver: async ({ post }, step) => {
    for (let count = 0; count < step.count; count += 1) await post.deliver(step.pick + count, step.copies);
  },
  loseSignal: async ({ post }, step) => post.lose(step.pick),
  lostTimer: async (world) => {
    world.clock.pass(30);
    await world.ringTimers();
  },
  wait: async ({ clock }, step) => clock.pass(step.minutes),
};

/** Plays one step of a history. */
export function playStep(world: World, step: Step): Promise<void> {
  return (DO[step.do] as (world: World, step: Step) => Promise<void>)(world, step);
}

/** The items as they are in the PSA at first; some are set ready at once. */
export async function begin(world: World): Promise<void> {
  for (const snapshot of world.snapshots.slice()) await deliverSnapshot(world, snapshot);
  for (const psa of world.items) if (psa.wish.isReady) await operatorSetsReady(world, psa, false);
  if (world.history.hasRun) await playStep(world, { do: 'connect', moves: 60, fault: 'none', end: 'stay' });
}
