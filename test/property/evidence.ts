import { groupBy } from '../../domain/group-by.js';
import type { LifecycleEvent } from '../../domain/lifecycle-events.js';
import type { TransactionView } from '../../simulator/simulator.js';
import { changesAfter, type NumberedChange } from '../../store/changes.js';
import type { unappliedEvents } from '../../store/item-events.js';
import { STATUS_SQL } from '../../store/item-list.js';
import { type ItemRow, readItems } from '../../store/items.js';
import { type RecordRow, recordsOfItems } from '../../store/records.js';
import type { PsaItem } from './psa.js';
import type { World } from './world.js';

/** All that is known of one item at the end, from every side. */
export type ItemEvidence = {
  psa: PsaItem;
  row: ItemRow;
  shownStatus: string;
  events: LifecycleEvent[];
  records: RecordRow[];
  changes: NumberedChange[];
  timesMarked: number;
};

/** The whole end of a history. */
export type Evidence = {
  items: ItemEvidence[];
  ours: TransactionView[];
  everMade: World['everMade'];
  deletedByHand: World['deletedByHand'];
  isWanted: boolean;
  company: World['company'];
  /** What blocks a connection: open sessions, unsettled sets, records whose details are missing, items out of a session. */
  blocking: string[];
};

type Shown = { id: number; status: string; marked: number };

export async function gather(world: World): Promise<Evidence> {
  const { database, connectionId, company } = world;
  const shown = await database.query<Shown>({
    name: 'shown',
    text: `select i.id, ${STATUS_SQL} as status,
        (select count(*)::int from item_history h where h.item_id = i.id and h.message like 'Marked ready%') as marked
      from items i where connection_id = $1 order by id`,
    values: [connectionId],
  });
  const ids = shown.rows.map(({ id }) => id);
  const rows = await readItems(database, ids);
  const records = groupBy(await recordsOfItems(database, ids), ({ itemId }) => itemId);
  const events = await allEvents(world, ids);
  const changes = await changesAfter(database, connectionId, 0, 1_000);
  return {
    items: rows.flatMap((row, index) => {
      const psa = world.items.find(({ psaId }) => psaId === row.psaId);
      if (psa === undefined) return [];
      return {
        psa,
        row,
        shownStatus: shown.rows[index]?.status ?? '',
        timesMarked: shown.rows[index]?.marked ?? 0,
        events: events.get(row.id) ?? [],
        records: records.get(row.id) ?? [],
        changes: changes.filter((change) => change.kind === row.kind && change.id === row.psaId),
      };
    }),
    ours: company.transactions().filter(({ externalGuid }) => externalGuid !== undefined),
    everMade: world.everMade,
    deletedByHand: world.deletedByHand,
    isWanted: world.history.isWanted,
    company,
    blocking: await blocking(world),
  };
}

/** Every event of the items: as if nothing of it had been applied. */
async function allEvents({ database }: World, ids: number[]): ReturnType<typeof unappliedEvents> {
  const { rows } = await database.query<{ itemId: number; seq: number; at: string; type: string; payload: object }>({
    name: 'all-events',
    text: `select item_id as "itemId", seq, at, type, payload from item_events where item_id = any($1::bigint[]) order by item_id, seq`,
    values: [ids],
  });
  const found = rows.map(({ payload, ...event }) => ({ ...payload, ...event }) as LifecycleEvent & { itemId: number });
  return groupBy(found, ({ itemId }) => itemId);
}

async function blocking({ database, connectionId }: World): Promise<string[]> {
  const { rows } = await database.query<{ what: string }>({
    name: 'blocking',
    text: `select 'session ' || id || ' is open' as what from sessions where connection_id = $1 and ended_at is null
      union all select 'message set ' || id || ' is ' || state from message_sets
        where connection_id = $1 and (writes and state = 'sent' or state = 'planned')
      union all select 'record ' || r.key || ' needs details' from records r join items i on i.id = r.item_id
        where i.connection_id = $1 and r.needs_details
      union all select 'record ' || r.key || ' is sent' from records r join items i on i.id = r.item_id
        where i.connection_id = $1 and r.state = 'sent'
      union all select 'item ' || psa_id || ' belongs to a session that is over' from items
        where connection_id = $1 and (session_id is not null or sat_out_session_id is not null)
      union all select 'item ' || psa_id || ' has unapplied events' from items where connection_id = $1 and last_seq <> applied_seq`,
    values: [connectionId],
  });
  return rows.map(({ what }) => what);
}
