import { setTimeout as sleep } from 'node:timers/promises';
import { groupBy } from '../../domain/group-by.js';
import { ITEM_KINDS, type ItemKind } from '../../domain/kinds.js';
import { disarm } from './armed.js';
import { takeBreakdowns } from './breakdowns.js';
import { withCompany } from './company.js';
import type { Point } from './faults.js';
import { type Arming, type Inflicted, prepare, runFaultySession } from './inflict.js';
import { type ChaosItem, makeItems } from './items.js';
import { judge } from './judge.js';
import { unrestOf } from './ledger.js';
import { PAID_ON } from './psa.js';
import { type Random, randomFrom } from './random.js';
import { changeMind, type SecondThought, secondThought } from './second-thoughts.js';
import { CONNECTION, type Stage } from './stage.js';
import { innocent, together, type Verdict } from './verdict.js';

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
      await readyForTransfer(stage, touched, makeItems(plan.kinds.slice(0, 1), `${plan.number}-L${index}`, random));
      await stage.connector.session('lose-response');
    }
    const present = prepare(stage, arming, { point, tries, id: `${index}` }, random);
    inflicted.push(present);
    const former = stage.items.filter((item) => !touched.includes(item));
    const fresh = makeItems(plan.kinds, `${plan.number}-${index}`, random);
    await readyForTransfer(stage, touched, fresh);
    await reconsider(stage, touched, secondThought(former, plan.kinds, random), random);
    await runFaultySession(stage, present, random, plan.kinds);
    await present.finish?.();
    await correct(stage, touched);
  }
  const isQuiet = await runUntilQuiet(stage);
  const fired = inflicted.filter((each) => each.hasFired()).map(({ point }) => point);
  const missed = inflicted.filter((each) => !each.hasFired()).map(({ point }) => point);
  stage.network.disarm();
  disarm(stage.services.dataDir);
  stage.services.letGo();
  const found = isQuiet ? await judge(stage, touched) : { ...innocent(), stuck: await whyNotQuiet(stage) };
  const verdict = together(found, { ...innocent(), stuck: takeBreakdowns(stage.services.dataDir) });
  return { plan, fired, missed, verdict, ms: performance.now() - startedAt };
}

/** A last session without faults: after it the PSA must have heard everything. */
export async function playLastRound(stage: Stage, plan: Pick<RoundPlan, 'seed' | 'kinds'>): Promise<Verdict> {
  await readyForTransfer(stage, [], makeItems(plan.kinds, 'last-', randomFrom(plan.seed, 'last')));
  await correct(stage, stage.items);
  const isQuiet = await runUntilQuiet(stage);
  return isQuiet ? innocent() : { ...innocent(), stuck: await whyNotQuiet(stage) };
}

/**
 * The PSA states its items and sets them ready, an invoice by its batch, the others kind by kind; takes one back and sets
 * it ready again; and repeats what is not answered.
 */
async function readyForTransfer(stage: Stage, touched: ChaosItem[], items: readonly ChaosItem[]): Promise<void> {
  const { psa } = stage;
  touched.push(...items);
  stage.items.push(...items);
  await Promise.all(items.map(({ kind, id, snapshot }) => psa.put(kind, id, snapshot)));
  const [inBatch] = items.filter(({ kind }) => kind === 'invoices');
  if (inBatch !== undefined) await psa.putBatch(`B${inBatch.id}`, [inBatch.id]);
  const byKind = groupBy(
    items.filter((item) => item !== inBatch),
    ({ kind }) => kind,
  );
  for (const kind of ITEM_KINDS) {
    const ids = (byKind.get(kind) ?? []).map(({ id }) => id);
    if (ids.length > 0) await psa.ready(kind, ids, false);
  }
  const last = items.at(-1);
  if (last === undefined) return;
  await psa.notReady(last.kind, [last.id]);
  await psa.ready(last.kind, [last.id], false);
}

/** What QuickBooks has refused is stated again, as it should have been. */
async function correct({ psa }: Stage, items: readonly ChaosItem[]): Promise<void> {
  for (const item of items.filter(({ corrected }) => corrected !== undefined)) {
    item.snapshot = item.corrected ?? item.snapshot;
    delete item.corrected;
    await psa.put(item.kind, item.id, item.snapshot);
  }
}

/** Somebody changes their mind about an item of a former round. A duplicate is asked for while no session runs: once. */
async function reconsider(
  stage: Stage,
  touched: ChaosItem[],
  thought: SecondThought | undefined,
  random: Random,
): Promise<void> {
  if (thought === undefined) return;
  const { psa, connector } = stage;
  const { item, wants } = thought;
  changeMind(thought, random);
  touched.push(item);
  if (wants === 'a payment') {
    await withCompany(connector.companyFile, (company) =>
      company.payInvoice({ number: item.number }, { date: PAID_ON }),
    );
    return;
  }
  if (wants !== 'another copy') await psa.put(item.kind, item.id, item.snapshot);
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
