import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../domain/group-by.js';
import { transition } from '../../domain/lifecycle.js';
import type { LifecycleEvent } from '../../domain/lifecycle-events.js';
import { INITIAL_STATE, type LifecycleState } from '../../domain/lifecycle-state.js';
import { type Database, rows } from '../../store/database.js';
import { readItems } from '../../store/items.js';
import { innocent, type Verdict } from './verdict.js';

type EventRow = { itemId: number; seq: number; at: string; type: string; payload: object };

/** The events of every item, numbered without a gap, against its row: nothing was lost on the way, nothing applied twice. */
export async function compareStreams(database: Database, connectionId: string): Promise<Verdict> {
  const found = await rows<EventRow>(
    database,
    'chaos-events',
    `select e.item_id as "itemId", e.seq, e.at, e.type, e.payload from item_events e join items i on i.id = e.item_id
     where i.connection_id = $1 order by e.item_id, e.seq`,
    [connectionId],
  );
  const streams = groupBy(found, ({ itemId }) => itemId);
  const verdict = innocent();
  for (const { id, kind, psaId, lastSeq, state } of await readItems(database, [...streams.keys()])) {
    const events = streams.get(id) ?? [];
    const name = `${kind} ${psaId}`;
    if (events.length !== lastSeq || events.some(({ seq }, index) => seq !== index + 1)) {
      verdict.lost.push(`${name}: ${events.length} events, numbered to ${lastSeq}`);
    }
    const folded = fold(events);
    if (!isDeepStrictEqual(folded, state)) {
      verdict.lost.push(`${name}: its row is ${JSON.stringify(state)}, its events make ${JSON.stringify(folded)}`);
    }
  }
  return verdict;
}

const fold = (events: readonly EventRow[]): LifecycleState =>
  events.reduce<LifecycleState>((state, { payload, seq, at, type }) => {
    const event = { ...payload, seq, at, type } as LifecycleEvent;
    return transition(state, event).state;
  }, INITIAL_STATE);
