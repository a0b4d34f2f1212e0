import { type Queryable, row } from './database.js';

/** Whose workflows have not applied what they were told again ten minutes after it happened, or later. */
export type Stuck = { items: number; sessions: number };

export async function countStuck(db: Queryable): Promise<Stuck> {
  const counted = await row<Stuck>(
    db,
    'count-stuck',
    `select (select count(*)::int from items where last_seq > applied_seq and relayed_at >= last_event_at + interval '10 minutes') as items,
       (select count(*)::int from sessions where last_seq > applied_seq and relayed_at >= last_call_at + interval '10 minutes') as sessions`,
  );
  return counted ?? { items: 0, sessions: 0 };
}
