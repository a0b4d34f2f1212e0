import { outcomeOfReady, type Standing, standingOf } from '../../../domain/eligibility.js';
import { groupBy } from '../../../domain/group-by.js';
import type { ItemKind } from '../../../domain/kinds.js';
import { fold } from '../../../domain/lifecycle.js';
import { warningOf } from '../../../domain/warnings.js';
import type { Queryable } from '../../../store/database.js';
import { batchesOfItems } from '../../../store/invoice-batches.js';
import { unappliedEvents } from '../../../store/item-events.js';
import { type ItemRow, itemIds, readItems } from '../../../store/items.js';
import { recordsOfItems } from '../../../store/records.js';
import type { Verb } from '../commands.js';

/** What a command would do to an item, and what is to be known about it. */
export type Forecast = {
  outcome: 'goes' | 'duplicate' | 'nothing' | 'refused';
  number: string;
  psaId: string;
  reason: string | undefined;
  transferredAt: string | null;
};

/** What a command would come to for each item. Nothing is locked or written: when it is carried out, each is judged again. */
export async function dryRun(
  db: Queryable,
  named: { connectionId: string; kind: ItemKind; psaIds: readonly string[]; verb: Verb },
): Promise<Forecast[]> {
  const found = await itemIds(db, named.connectionId, named.kind, named.psaIds);
  const ids = found.map(({ id }) => id);
  const [items, events, allRecords, allBatches] = await Promise.all([
    readItems(db, ids),
    unappliedEvents(db, ids),
    recordsOfItems(db, ids),
    batchesOfItems(db, ids),
  ]);
  const records = groupBy(allRecords, (record) => record.itemId);
  const processing = new Set(allBatches.filter(({ status }) => status === 'processing').map(({ itemId }) => itemId));
  return items.map((item) => {
    const state = fold(item.state, events.get(item.id) ?? []);
    const own = records.get(item.id) ?? [];
    return forecast(named.verb, item, standingOf({ ...item, state }, own, processing.has(item.id)));
  });
}

function forecast(verb: Verb, item: ItemRow, standing: Standing): Forecast {
  const { number, psaId } = item;
  const { ready, withdrawn, inFlight } = standing.state;
  const told = (outcome: Forecast['outcome'], reason?: string): Forecast => ({
    outcome,
    number,
    psaId,
    reason,
    transferredAt: standing.state.transferredAt,
  });
  if (verb === 'notReady') {
    if (!ready || withdrawn) return told('nothing', 'It is not ready.');
    return told('goes', inFlight ? 'It is being sent: a success stands, a failure is held.' : undefined);
  }
  const outcome = outcomeOfReady(item, standing);
  switch (outcome.is) {
    case 'nothing':
      return told('nothing', 'It is ready already.');
    case 'refused':
      return told('refused', outcome.reason);
    case 'duplicate':
      return told(
        'duplicate',
        'It is transferred already: to transfer it again makes a duplicate record in QuickBooks.',
      );
    case 'goes':
      return told('goes', warningOf(item));
  }
}
