import { connectionsWithUndelivered } from '../store/changes.js';
import type { Database } from '../store/database.js';
import { type LiveItem, type LiveSession, liveItems, liveSessions, progressOfItems } from '../store/lifecycles.js';
import { sessionEventsAfter } from '../store/sessions.js';
import { itemWorkflowId, type RunState, sessionWorkflowId, WORKFLOW } from '../workflows/messages.js';
import { endRun, itemOf, type Run, runningWorkflows, sessionOf, stateOf } from './runs.js';
import { type SignalTarget, signalItems, signalSession, startDelivery } from './signals.js';

export type RebuildOptions = {
  database: Database;
  signals: SignalTarget;
  /** Counts what would be done, and does nothing. */
  dryRun: boolean;
  /** Whether the PSA is told by us. */
  delivers: boolean;
  /** Hears in a line each how far it is. */
  log: (line: string) => void;
  /** How long a run may take to say how far it has come. */
  patienceMs?: number;
};

/** What a rebuild did, or would do. */
export type Rebuilt = {
  /** Runs that are as far as the database, or behind it. */
  healthy: number;
  /** Runs that are ahead of the database or do not answer: ended, and begun anew from the database where needed. */
  ended: number;
  /** Items whose run was begun, or was told what it had not applied. */
  items: number;
  sessions: number;
  deliveries: number;
};

const PAGE = 200;
const REASON = 'npm run rebuild-workflows: the database is the truth';

/**
 * Makes Temporal what PostgreSQL says: a run for every item that is ready, on its way or has unapplied events, and for
 * every open session. What runs and is in order stays; a run that knows more than the database (a backup was restored)
 * ends. Safe to repeat, and while the product runs.
 */
export async function rebuildWorkflows(options: RebuildOptions): Promise<Rebuilt> {
  const done: Rebuilt = { healthy: 0, ended: 0, items: 0, sessions: 0, deliveries: 0 };
  const healthy = new Set<string>();
  await check(options, WORKFLOW.transferLifecycle, itemsInOrder, healthy, done);
  await check(options, WORKFLOW.qbwcSession, sessionsInOrder, healthy, done);
  options.log(`${done.healthy} running workflows are in order, ${done.ended} are not`);
  await beginItems(options, healthy, done);
  for (const session of await liveSessions(options.database)) await beginSession(options, session, healthy, done);
  if (options.delivers) await beginDeliveries(options, done);
  return done;
}

type Answered = Run & { state: RunState | undefined };
type InOrder = (database: Database, runs: readonly Answered[]) => Promise<Answered[]>;

/** Looks at the runs of a type, and ends those that the database does not bear out. */
async function check(
  { database, signals, dryRun, patienceMs = 5_000 }: RebuildOptions,
  type: Parameters<typeof runningWorkflows>[1],
  inOrder: InOrder,
  healthy: Set<string>,
  done: Rebuilt,
): Promise<void> {
  // Where not one run of a page answers, no worker is there: the others are not asked.
  let isAnswered = true;
  for await (const runs of runningWorkflows(signals, type, PAGE)) {
    const patience: number = isAnswered ? patienceMs : 0;
    const answered: Answered[] = await Promise.all(
      runs.map(async (run) => ({
        ...run,
        state: patience === 0 ? undefined : await stateOf(signals.client, run, patience),
      })),
    );
    isAnswered &&= answered.some(({ state }) => state !== undefined);
    const good = new Set((await inOrder(database, answered)).map(({ workflowId }) => workflowId));
    for (const run of answered) {
      if (good.has(run.workflowId)) healthy.add(run.workflowId);
      else if (!dryRun) await endRun(signals.client, run, REASON);
    }
    done.healthy += good.size;
    done.ended += runs.length - good.size;
  }
}

/** A run shows a state only after it has written it, so one that is ahead of its row is from before a restore. */
const itemsInOrder: InOrder = async (database, runs) => {
  const names = runs.flatMap(({ workflowId }) => itemOf(workflowId) ?? []);
  const rows = new Map((await progressOfItems(database, names)).map((row) => [itemWorkflowId(row), row]));
  return runs.filter(({ workflowId, state }) => {
    const row = rows.get(workflowId);
    return row !== undefined && state?.itemId === row.id && state.appliedSeq <= row.appliedSeq;
  });
};

const sessionsInOrder: InOrder = async (database, runs) => {
  const rows = new Map((await liveSessions(database)).map((session) => [session.id, session]));
  return runs.filter(({ workflowId, state }) => {
    const row = rows.get(sessionOf(workflowId));
    return row !== undefined && state !== undefined && state.appliedSeq <= row.appliedSeq;
  });
};

async function beginItems({ database, signals, dryRun, log }: RebuildOptions, healthy: Set<string>, done: Rebuilt) {
  let after = 0;
  for (;;) {
    const page = await liveItems(database, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.item.id;
    const lacking = page.filter((live) => needsSignal(live, healthy));
    if (!dryRun) await signalItems(signals, lacking);
    done.items += lacking.length;
    log(`${done.items} items ${dryRun ? 'would be begun or told' : 'begun or told'}`);
  }
}

const needsSignal = ({ item, events }: LiveItem, healthy: Set<string>): boolean =>
  events.length > 0 || !healthy.has(itemWorkflowId(item));

async function beginSession(
  { database, signals, dryRun }: RebuildOptions,
  { id: sessionId, connectionId, appliedSeq, lastSeq }: LiveSession,
  healthy: Set<string>,
  done: Rebuilt,
): Promise<void> {
  const session = { sessionId, connectionId };
  if (lastSeq === appliedSeq && healthy.has(sessionWorkflowId(session))) return;
  done.sessions += 1;
  if (!dryRun) await signalSession(signals, session, await sessionEventsAfter(database, sessionId, appliedSeq));
}

async function beginDeliveries({ database, signals, dryRun }: RebuildOptions, done: Rebuilt): Promise<void> {
  for (const { id } of await connectionsWithUndelivered(database)) {
    done.deliveries += 1;
    if (!dryRun) await startDelivery(signals, id);
  }
}
