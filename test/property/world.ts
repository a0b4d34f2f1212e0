import { createActivities } from '../../activities/index.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { type CompanyFile, openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { DEFAULT_SETTINGS, findConnection, putConnection } from '../../store/connections.js';
import { type Database, inTransaction } from '../../store/database.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { signalItems, signalSession } from '../../temporal/signals.js';
import type { SessionNews } from '../../transfers/purposes/session-context.js';
import { OWNER_ID } from '../../transfers/session/owner-id.js';
import { relayOnce } from '../../worker/relay.js';
import type { History } from './history.js';
import { type Carrier, Post } from './post.js';
import { newPsaItem, type PsaItem, snapshotOf } from './psa.js';
import { WebConnector } from './web-connector.js';
import { WorkflowsInProcess } from './workflows-in-process.js';

/** One connection with everything around it: its PSA, its QuickBooks, its Web Connector, its post and its clock. */
export type World = {
  database: Database;
  connectionId: string;
  history: History;
  items: PsaItem[];
  /** Every snapshot that the PSA ever made, for those that come late. */
  snapshots: { psaId: string; item: Item }[];
  /** Who belongs to the one batch of the history, once there is one. */
  batch: readonly string[] | undefined;
  company: CompanyFile;
  qbwc: WebConnector;
  clock: Clock;
  /** Every transaction that QuickBooks ever had, by what marks it as ours. */
  everMade: Map<string, Set<string>>;
  deletedByHand: Set<string>;
  post: Post;
  /** Tells the workflows of items, and of the session, as the gateway does after its commit. */
  tellItems: (events: readonly AddressedEvents[]) => Promise<void>;
  ringTimers: () => Promise<void>;
  /** Everything that was accepted arrives and is shown. */
  settle: () => Promise<void>;
};

/** A clock of the history's own: a second passes whenever somebody looks. */
export type Clock = { ms: number; now: () => string; pass: (minutes: number) => void };

export function aClock(start: string): Clock {
  const clock: Clock = {
    ms: Date.parse(start),
    now: () => {
      clock.ms += 1_000;
      return new Date(clock.ms).toISOString();
    },
    pass: (minutes) => {
      clock.ms += minutes * 60_000;
    },
  };
  return clock;
}

/** What carries the signals of a world, and how one waits for all of them. */
export type Backstage = Pick<World, 'ringTimers' | 'settle' | 'post'>;

const MINUTES_OF_A_DAY = 1_440;

/** Workflows in this process; what was lost is said again by the real relay. */
export function inProcess(database: Database, connectionId: string, history: History, clock: Clock): Backstage {
  const carry: Carrier = async (signal) => {
    if (signal.options.workflowId.startsWith(`${connectionId}/`)) await workflows.carry(signal);
  };
  const post = new Post(carry);
  const log = { warn: () => undefined, info: () => undefined };
  const activities = createActivities({ database, signals: post.target, psa: undefined, now: clock.now, log });
  const workflows = new WorkflowsInProcess(activities, history.repeats);
  const settle = async (): Promise<void> => {
    await post.deliverAll();
    for (let round = 0; (await countBehind(database, connectionId)) > 0; round += 1) {
      if (round > 10) throw new Error('stuck: the relay cannot bring the workflows up to the events');
      clock.pass(MINUTES_OF_A_DAY);
      const options = { database, signals: post.target, log, delivers: false, now: clock.now };
      await relayOnce({ ...options, everyMs: 1, staleAfterMs: 1 });
      await post.deliverAll();
    }
  };
  return { post, settle, ringTimers: () => workflows.ringTimers() };
}

async function countBehind(database: Database, connectionId: string): Promise<number> {
  const { rows } = await database.query({
    name: 'count-behind',
    text: `select (select count(*) from items where connection_id = $1 and last_seq > applied_seq)::int
      + (select count(*) from sessions where connection_id = $1 and last_seq > applied_seq)::int as count`,
    values: [connectionId],
  });
  return rows[0].count;
}

/** Makes the connection of a history. */
export async function openWorld(
  place: { database: Database; connectionId: string; history: History; clock: Clock },
  { post, ringTimers, settle }: Backstage,
): Promise<World> {
  const { database, connectionId, history, clock } = place;
  const company = openInMemoryCompanyFile(undefined, () => new Date(clock.ms));
  company.writeFileId(OWNER_ID, `{${await makeConnection(database, connectionId, history)}}`);
  const everMade = new Map<string, Set<string>>();
  const looked = (): void => {
    for (const { externalGuid, txnId } of company.transactions()) {
      if (externalGuid === undefined) continue;
      everMade.set(externalGuid, (everMade.get(externalGuid) ?? new Set()).add(txnId));
    }
  };
  const tell = async (news: readonly SessionNews[]): Promise<void> => {
    for (const { event, ...session } of news) await signalSession(post.target, session, [event]);
    if (history.isPrompt) await post.deliverAll();
  };
  const tellItems = async (events: readonly AddressedEvents[]): Promise<void> => {
    await signalItems(post.target, events);
    if (history.isPrompt) await post.deliverAll();
  };
  const items = history.items.map(newPsaItem);
  return {
    ...place,
    items,
    snapshots: items.map((psa) => ({ psaId: psa.psaId, item: snapshotOf(psa) })),
    batch: undefined,
    company,
    qbwc: new WebConnector({ database, connectionId, company, now: clock.now, tell, looked }),
    everMade,
    deletedByHand: new Set(),
    post,
    tellItems,
    ringTimers,
    settle,
  };
}

/** @returns the FileID; a connection that exists already keeps what it has */
async function makeConnection(database: Database, id: string, history: History): Promise<string> {
  const known = await findConnection(database, id);
  if (known !== undefined) return known.fileId;
  const create = history.creates ? 'create' : 'fail';
  const made = await inTransaction(database, (tx) =>
    putConnection(tx, {
      id,
      displayName: id,
      username: id,
      passwordHash: '',
      companyFile: '',
      runEveryMinutes: null,
      settings: {
        ...DEFAULT_SETTINGS,
        maxRecords: history.maxRecords,
        missing: { customers: create, vendors: create, items: create },
      },
    }),
  );
  return made?.fileId ?? '';
}
