import { setTimeout as sleep } from 'node:timers/promises';
import { groupBy } from '../../domain/group-by.js';
import { ITEM_KINDS, type ItemKind } from '../../domain/kinds.js';
import { disarm } from './armed.js';
import type { Point } from './faults.js';
import { type Arming, type Inflicted, prepare, runFaultySession } from './inflict.js';
import { type ChaosItem, makeItems } from './items.js';
import { judge } from './judge.js';
import { unrestOf } from './ledger.js';
import { randomFrom } from './random.js';
import { changeMind, type SecondThought, secondThought } from './second-thoughts.js';
import { CONNECTION, type Stage } from './stage.js';
import { innocent, type Verdict } from './verdict.js';

/** After this without quiet a round is stuck. */
const PATIENCE_MS = 90_000;

export type RoundPlan = { number: number; seed: string; kinds: readonly ItemKind[]; points: readonly PlannedPoint[] };
export type PlannedPoint = { point: Point; tries: number };

export type RoundResult = {
  plan: RoundPlan;
  /** Points that have happened, and those that nothing came to. */
  fired: Point[];
  missed: Point[];
  verdict: Verdict;
  ms: number;
};

/** One round: per point fresh items and a session in which it happens; then everything up, quiet, and compared. */
export async function playRound(stage: Stage, plan: RoundPlan): Promise<RoundResult> {
  const startedAt = performance.now();
  const arming: Arming = { armed: [] };
  const inflicted: Inflicted[] = [];
  const touched: ChaosItem[] = [];
  for (const [index, { point, tries }] of plan.points.entries()) {
    const random = randomFrom(plan.seed, plan.number, index);
    if (point.afterLostSession) {
      await readyForTransfer(stage, touched, makeItems(plan.kinds.slice(0, 1), `${plan.number}-L`, random));
      await stage.connector.session(['lose-response']);
    }
    inflicted.push(prepare(stage, arming, point, random, tries));
    const former = stage.items.filter((item) => !touched.includes(item));
    await readyForTransfer(stage, touched, makeItems(plan.kinds, `${plan.number}-${index}`, random));
    await reconsider(stage, touched, secondThought(former, plan.kinds, random));
    await runFaultySession(stage, point, random, plan.kinds);
  }
  const isQuiet = await runUntilQuiet(stage);
  const fired = inflicted.filter((each) => each.hasFired()).map(({ point }) => point);
  const missed = inflicted.filter((each) => !each.hasFired()).map(({ point }) => point);
  stage.network.disarm();
  disarm(stage.services.dataDir);
  const verdict = isQuiet ? await judge(stage, touched) : { ...innocent(), stuck: await whyNotQuiet(stage) };
  return { plan, fired, missed, verdict, ms: performance.now() - startedAt };
}

/** The PSA states its items and sets them ready, kind by kind, and repeats what is not answered. */
async function readyForTransfer(stage: Stage, touched: ChaosItem[], items: readonly ChaosItem[]): Promise<void> {
  touched.push(...items);
  stage.items.push(...items);
  await Promise.all(items.map(({ kind, id, snapshot }) => stage.psa.put(kind, id, snapshot)));
  const byKind = groupBy(items, ({ kind }) => kind);
  for (const kind of ITEM_KINDS) {
    const ids = (byKind.get(kind) ?? []).map(({ id }) => id);
    if (ids.length > 0) await stage.psa.ready(kind, ids, false);
  }
}

/** The PSA changes its mind about an item of a former round. A duplicate is asked for while no session runs: once. */
async function reconsider({ psa }: Stage, touched: ChaosItem[], thought: SecondThought | undefined): Promise<void> {
  if (thought === undefined) return;
  const { item, wants } = thought;
  changeMind(thought);
  touched.push(item);
  if (wants === 'a cancellation') await psa.put(item.kind, item.id, item.snapshot);
  await psa.ready(item.kind, [item.id], wants === 'another copy');
}

/** Sessions without faults of their own, until nothing is left to do; false when that does not come. */
async function runUntilQuiet(stage: Stage): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    await stage.services.whenUp(PATIENCE_MS);
    const unrest = await unrestOf(stage.database, CONNECTION).catch(() => undefined);
    if (unrest?.needsSession) await stage.connector.session();
    else if (unrest?.unapplied === 0) return true;
    else await sleep(100);
  }
  return false;
}

async function whyNotQuiet(stage: Stage): Promise<string[]> {
  const unrest = await unrestOf(stage.database, CONNECTION);
  const session = unrest.needsSession ? 'sessions do not come to an end of their work' : 'nothing is left to send';
  return [`not quiet after ${PATIENCE_MS / 1_000} s: ${session}, ${unrest.unapplied} items lag behind their events`];
}
