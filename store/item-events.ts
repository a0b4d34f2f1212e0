import { MOST_TOLD } from '../domain/event-order.js';
import type { LifecycleEvent } from '../domain/lifecycle-events.js';
import { withCutTexts } from '../domain/texts.js';
import { type Queryable, rows, type Transaction } from './database.js';
import type { ItemIdentity } from './items.js';

/** An accepted event with the session event that has to deliver it, if a session caused it. */
export type StoredEvent = {
  itemId: number;
  event: LifecycleEvent;
  sessionId: string | null;
  sessionSeq: number | null;
};

type EventRow = { seq: number; at: string; type: string; payload: object };

/** Former versions stored texts of any length: no workflow takes those. */
const toEvent = ({ seq, at, type, payload }: EventRow): LifecycleEvent =>
  withCutTexts({ ...payload, seq, at, type }) as LifecycleEvent;

/** Writes accepted events; the caller holds the locks of their items. */
export async function appendEvents(tx: Transaction, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  const values = events.map(({ itemId, event, sessionId, sessionSeq }) => {
    const { seq, at, type, ...payload } = event;
    return { itemId, seq, at, type, payload, sessionId, sessionSeq };
  });
  await tx.query({
    name: 'append-item-events',
    text: `insert into item_events (item_id, seq, at, type, payload, session_id, session_seq)
      select "itemId", seq, at, type, payload, "sessionId", "sessionSeq"
      from jsonb_to_recordset($1::jsonb) as e("itemId" bigint, seq int, at timestamptz, type text, payload jsonb, "sessionId" text, "sessionSeq" int)`,
    values: [JSON.stringify(values)],
  });
}

/** The events of an item after a given one, in order; of many the first ones. */
export async function eventsAfter(
  db: Queryable,
  itemId: number,
  seq: number,
  limit: number | null = null,
): Promise<LifecycleEvent[]> {
  const found = await rows<EventRow>(
    db,
    'events-after',
    'select seq, at, type, payload from item_events where item_id = $1 and seq > $2 order by seq limit $3',
    [itemId, seq, limit],
  );
  return found.map(toEvent);
}

/** What the projections of several items do not show yet, in order. */
export async function unappliedEvents(
  db: Queryable,
  itemIds: readonly number[],
): Promise<Map<number, LifecycleEvent[]>> {
  const found = await rows<EventRow & { itemId: number }>(
    db,
    'unapplied-events',
    `select e.item_id as "itemId", e.seq, e.at, e.type, e.payload from items i join item_events e on e.item_id = i.id and e.seq > i.applied_seq
     where i.id = any($1::bigint[]) order by e.item_id, e.seq`,
    [itemIds],
  );
  const byItem = new Map<number, LifecycleEvent[]>();
  for (const { itemId, ...event } of found) byItem.set(itemId, [...(byItem.get(itemId) ?? []), toEvent(event)]);
  return byItem;
}

/** Events with the item that each is for, as a signal needs them. */
export type AddressedEvents = { item: ItemIdentity & { number: string }; events: LifecycleEvent[] };

type AddressedRow = ItemIdentity & { number: string; events: EventRow[] };

const ADDRESSED = `i.id, i.connection_id as "connectionId", i.kind, i.psa_id as "psaId", i.number,
  jsonb_agg(jsonb_build_object('seq', e.seq, 'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'type', e.type, 'payload', e.payload) order by e.seq) as events`;

const toAddressed = ({ events, ...item }: AddressedRow): AddressedEvents => ({ item, events: events.map(toEvent) });

/** The events that a session's events after one, through another, have to deliver. */
export async function eventsOfSession(
  db: Queryable,
  sessionId: string,
  after: number,
  through: number,
): Promise<AddressedEvents[]> {
  const found = await rows<AddressedRow>(
    db,
    'events-of-session',
    `select ${ADDRESSED} from item_events e join items i on i.id = e.item_id
     where e.session_id = $1 and e.session_seq > $2 and e.session_seq <= $3 group by i.id order by i.id`,
    [sessionId, after, through],
  );
  return found.map(toAddressed);
}

/**
 * SQL: an event that stayed unapplied is to be signalled (again); $1 is now, $2 the patience in milliseconds. A time in
 * the future was written before the clock was put back: then it is signalled every minute.
 */
export const isDue = (at: string): string => `case
  when ${at} > $1::timestamptz + interval '1 minute' then relayed_at is null or relayed_at > $1::timestamptz or $1::timestamptz - relayed_at > interval '1 minute'
  else ${at} < $1::timestamptz - make_interval(secs => $2::numeric / 1000)
    and (relayed_at is null or relayed_at > $1::timestamptz or relayed_at < ${at}
      or $1::timestamptz - relayed_at > least(relayed_at - ${at}, interval '10 minutes')) end`;

/**
 * What has stayed unapplied for some seconds, for the relay to signal again; oldest first. The pause between two
 * signals of an item grows with the age of its event: a workflow takes 10,000 signals a run.
 */
export async function staleEvents(
  db: Queryable,
  now: string,
  staleAfterMs: number,
  limit: number,
): Promise<AddressedEvents[]> {
  const found = await rows<AddressedRow>(
    db,
    'stale-events',
    `with stale as (
       update items set relayed_at = $1 where id in (
         select id from items where last_seq > applied_seq and ${isDue('last_event_at')}
         order by last_event_at limit $3 for update skip locked)
       returning *)
     select ${ADDRESSED} from stale i
     join item_events e on e.item_id = i.id and e.seq > i.applied_seq and (e.seq <= i.applied_seq + ${MOST_TOLD} or e.seq = i.last_seq)
     group by i.id, i.connection_id, i.kind, i.psa_id, i.number`,
    [now, staleAfterMs, limit],
  );
  return found.map(toAddressed);
}
