import type { CompanyFile } from '../../simulator/simulator.js';
import { putBatch } from '../../transfers/items/invoice-batches.js';
import { addMissing } from './by-hand.js';
import { deliverSnapshot, operatorClearsError, operatorSetsReady } from './play.js';
import { type PsaItem, SILENT, snapshotOf } from './psa.js';
import type { World } from './world.js';

const MOST_SESSIONS = 14;
const MOST_MOVES = 400;

/** Somebody mends whatever QuickBooks lacks, and the PSA says once more how things are. */
async function mend(world: World): Promise<void> {
  const { company, items } = world;
  company.setCompany({ closingDate: '2019-12-31', setsNotStorable: 0 });
  company.setCustomer(SILENT, { email: 'office@willow.example' });
  for (const [index, psa] of items.entries()) {
    addMissing(company, psa, index);
    await deliverSnapshot(world, { psaId: psa.psaId, item: snapshotOf(psa) });
  }
  await finishBatch(world);
}

async function finishBatch({ database, connectionId, clock, tellItems, batch: invoiceIds }: World): Promise<void> {
  if (invoiceIds === undefined) return;
  const batch = { connectionId, id: 'B1', status: 'finished', markReadyToTransfer: false, invoiceIds } as const;
  await tellItems((await putBatch(database, { ...batch, at: clock.now() })).events);
}

/** The operator wants everything, and does what it takes. */
async function wantAll(world: World): Promise<void> {
  for (const psa of world.items) {
    await operatorClearsError(world, psa);
    await operatorSetsReady(world, psa, false);
  }
}

/** Whether QuickBooks will never take an item, whatever we do: an order with receipts, for one, is not deleted. */
export function isRefusedForEver(
  { wish, isSpoiled, item, mark }: PsaItem,
  company: Pick<CompanyFile, 'transactions'>,
): boolean {
  if (wish.lacks === 'forEver' || isSpoiled) return true;
  if (item.kind !== 'purchase-orders' || item.snapshot.status !== 'Canceled') return false;
  return company
    .transactions({ type: 'PurchaseOrder', refNumber: mark })
    .some(({ linkedTxnIds }) => linkedTxnIds.length > 0);
}

/**
 * Makes peace: everything is mended, everything arrives, nothing goes wrong any more, and sessions run until nothing is
 * left but what QuickBooks never takes. Throws when that does not come to an end.
 */
export async function makePeace(world: World): Promise<void> {
  const { qbwc, history, settle } = world;
  qbwc.die();
  await mend(world);
  await settle();
  if (history.isWanted) await wantAll(world);
  await settle();
  for (let session = 0; session < MOST_SESSIONS; session += 1) {
    const isNothing = await wholeSession(world);
    await settle();
    if (isNothing || (await isOver(world, session))) return;
  }
  throw new Error(`stuck: ${MOST_SESSIONS} sessions did not come to an end of it`);
}

async function wholeSession({ qbwc }: World): Promise<boolean> {
  for (let move = 0; move < MOST_MOVES; move += 1) {
    const { moved } = await qbwc.move('none');
    if (moved !== 'on') return moved === 'nothing';
  }
  throw new Error(`stuck: a session does not end after ${MOST_MOVES} moves`);
}

/** Only what QuickBooks never takes is left, and each of that was tried in peace. */
async function isOver({ database, connectionId, items, company }: World, session: number): Promise<boolean> {
  const { rows } = await database.query<{ id: string }>({
    name: 'left-to-send',
    text: `select psa_id as id from items where connection_id = $1 and (to_send or session_id is not null)
      union all select id from message_sets where connection_id = $1 and writes and state in ('sent', 'planned')`,
    values: [connectionId],
  });
  const hopeless = new Set(items.filter((psa) => isRefusedForEver(psa, company)).map(({ psaId }) => psaId));
  return session + 1 >= hopeless.size && rows.every(({ id }) => hopeless.has(id));
}
