import { ITEM_KINDS } from '../../domain/kinds.js';
import { activeRun } from '../../store/adoption.js';
import { isAnythingClaimable } from '../../store/claims.js';
import type { Connection } from '../../store/connections.js';
import { type Queryable, row } from '../../store/database.js';
import { wasAsked } from '../../store/message-sets.js';
import { askableInvoices, isAnythingAskable, isAnythingSeen, paidAskedAt } from '../../store/paid-dates.js';
import type { Session } from '../../store/sessions.js';
import { MAX_REQUESTS } from '../purposes/paid-dates.js';

/** Whether a session has, or would have, anything to ask of QuickBooks; the receiver of an answer ends with 100 exactly when not. */
export async function isWorkLeft(
  db: Queryable,
  connection: Connection,
  session: Session | undefined,
  now: string,
): Promise<boolean> {
  const adoption = await activeRun(db, connection.id);
  // Until it is over nothing is sent; in between people decide.
  if (adoption !== undefined) return adoption.state === 'looking';
  const kinds = ITEM_KINDS.filter((kind) => kind !== 'purchase-orders' || session?.purchaseOrdersStopped !== true);
  return (
    (await isAnythingClaimable(db, connection.id, kinds)) ||
    (await isUnsettled(db, connection)) ||
    (await areNumbersDue(db, connection, session)) ||
    (await isPaidDateDue(db, connection, session, now))
  );
}

/** The numbers of newly paid invoices are asked for once in a session, whatever QuickBooks answers. */
const areNumbersDue = async (db: Queryable, { id }: Connection, session: Session | undefined): Promise<boolean> =>
  (await isAnythingSeen(db, id)) && (session === undefined || !(await wasAsked(db, session.id, 'paidNumbers')));

const A_MINUTE_MS = 60_000;
const AN_HOUR_MS = 60 * A_MINUTE_MS;

/** Paid dates are by themselves a reason for a session at most hourly, but asked in every session that runs anyway. */
async function isPaidDateDue(
  db: Queryable,
  connection: Connection,
  session: Session | undefined,
  now: string,
): Promise<boolean> {
  if (session !== undefined)
    return (
      session.paidDateRequests < MAX_REQUESTS && (await askableInvoices(db, connection.id, session, now, 1)).length > 0
    );
  const askedAt = await paidAskedAt(db, connection.id);
  const sinceMs = askedAt === null ? AN_HOUR_MS : Date.parse(now) - Date.parse(askedAt);
  // Far less than nothing: the clock was put back since.
  if (sinceMs > -A_MINUTE_MS && sinceMs < AN_HOUR_MS) return false;
  return isAnythingAskable(db, connection.id);
}

async function isUnsettled(db: Queryable, connection: Connection): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'anything-unsettled',
    `select exists(select 1 from message_sets where connection_id = $1 and file_id = $2 and writes and state = 'sent')
       or exists(select 1 from message_sets where connection_id = $1 and state = 'planned')
       or exists(select 1 from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id where r.needs_details and r.txn_id is not null and i.connection_id = $1) as any`,
    [connection.id, connection.fileId],
  );
  return found?.any ?? false;
}
