import { setTimeout as sleep } from 'node:timers/promises';
import { entriesOf, withCompany } from './company.js';
import { compareChanges, compareCompany, compareDeliveries, compareLedger, compareView } from './compare.js';
import type { ChaosItem } from './items.js';
import { ledgerOf, openTransactions, unheardSessions } from './ledger.js';
import { CONNECTION, type Stage } from './stage.js';
import { compareStreams } from './streams.js';
import { innocent, isInnocent, together, type Verdict } from './verdict.js';
import { compareWorkflows, openSessions } from './workflows.js';

/** A workflow closes, and Temporal's search hears of it, moments after the projection shows its last state. */
const LAG_MS = 30_000;

/**
 * The activity of a worker that was killed is given to another when its time is over, after two minutes: until then the
 * session's workflow waits, though its items do not.
 */
const SESSIONS_MS = 150_000;

/** Compares what the PSA wanted, the projection, the workflows and the company file; `touched` with their workflows. */
export async function judge(stage: Stage, touched: readonly ChaosItem[], isEnd = false): Promise<Verdict> {
  const { database, client, psa, items } = stage;
  const entries = await withCompany(stage.connector.companyFile, entriesOf);
  const { changes, next } = await psa.changesAfter(stage.cursor);
  stage.heard.push(...changes);
  stage.cursor = next;
  const still = [
    compareCompany(items, entries),
    compareLedger(await ledgerOf(database, CONNECTION), entries),
    compareChanges(items, stage.heard, isEnd),
    await compareStreams(database, CONNECTION),
  ].reduce(together);
  const left = await eventually(LAG_MS, async () => ({ ...innocent(), stuck: await openTransactions(database) }));
  let verdict = together(still, left);
  for (const few of inParts(touched)) {
    const views = await Promise.all(few.map(async (item) => compareView(item, await psa.get(item.kind, item.id))));
    const workflows = await eventually(LAG_MS, () => compareWorkflows(client, database, CONNECTION, few));
    verdict = [verdict, ...views, workflows].reduce(together);
  }
  return verdict;
}

/** A search of Temporal's takes so many names, and the gateway so many calls, at once. */
const AT_ONCE = 50;

const inParts = (items: readonly ChaosItem[]): ChaosItem[][] =>
  Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, part) =>
    items.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  );

/** The same for everything since the start, for the workflows of all sessions, and for what was delivered to the PSA. */
export async function judgeAll(stage: Stage): Promise<Verdict> {
  const sessions = await eventually(SESSIONS_MS, async () => ({
    ...innocent(),
    stuck: [
      ...(await unheardSessions(stage.database, CONNECTION)).map(
        ({ id, state, lastSeq, appliedSeq }) =>
          `session ${id}: ${state}, its workflow applied ${appliedSeq} of ${lastSeq}`,
      ),
      ...(await openSessions(stage.client, CONNECTION)).map((id) => `${id}: its workflow runs`),
    ],
  }));
  const items = await judge(stage, stage.items, true);
  const deliveries = await eventually(SESSIONS_MS, async () => compareDeliveries(stage.heard, stage.delivered));
  return [sessions, items, deliveries].reduce(together);
}

/** A comparison with something that lags: repeated until it finds nothing, or for so long. */
async function eventually(patienceMs: number, compare: () => Promise<Verdict>): Promise<Verdict> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      const verdict = await compare();
      if (isInnocent(verdict) || Date.now() > until) return verdict;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await sleep(100);
  }
}
