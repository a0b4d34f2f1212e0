import { AppError } from '../../domain/errors.js';
import {
  type Configured,
  type Connection,
  holderOfUsername,
  lockConnection,
  putConnection,
} from '../../store/connections.js';
import type { Transaction } from '../../store/database.js';
import { findOpenSession, saveSession } from '../../store/sessions.js';
import { contextOf, type SessionNews } from '../purposes/session-context.js';
import { endSession } from '../session/end-session.js';

/** A connection as it is stored now, and what the workflow of its session has to hear once this is committed. */
export type StoredConnection = { connection: Connection; isNew: boolean; news: SessionNews[] };

const NEW_PASSWORD =
  'The password of the connection was changed while this session was open. Enter the new one in the Web Connector; the next run goes on where this one ended.';

/**
 * Creates or changes a connection. `change` is told what it is now, under its lock (undefined: there is none), and says all
 * that is to be: so nothing comes back that somebody else has changed meanwhile. With another password the open session
 * ends: whoever has only its ticket, or the former password, gets nothing more.
 * @throws refused where another connection has the user name
 */
export async function storeConnection(
  tx: Transaction,
  { id, now }: { id: string; now: () => string },
  change: (former: Connection | undefined) => Configured,
): Promise<StoredConnection> {
  const former = await lockConnection(tx, id);
  const wanted = change(former);
  if (wanted.username !== former?.username) await refuseTaken(tx, wanted);
  const connection = await putConnection(tx, wanted);
  if (connection === undefined) throw new AppError('internal', `connection ${id} was not stored`);
  const isRotated = former !== undefined && former.passwordHash !== connection.passwordHash;
  return {
    connection,
    isNew: former === undefined,
    news: isRotated ? await endOpenSession(tx, connection, now()) : [],
  };
}

async function endOpenSession(tx: Transaction, connection: Connection, now: string): Promise<SessionNews[]> {
  const session = await findOpenSession(tx, connection.id);
  if (session === undefined) return [];
  const news = await endSession(contextOf(tx, connection, session, now), 'failed', {
    code: 'passwordChanged',
    sentence: NEW_PASSWORD,
  });
  await saveSession(tx, session);
  return [news];
}

/** What exists keeps its name, also beside one of a former version that differs by its case alone. */
async function refuseTaken(tx: Transaction, { id, username }: Configured): Promise<void> {
  const holder = await holderOfUsername(tx, { id, username });
  if (holder === undefined) return;
  throw new AppError(
    'refused',
    `The username "${username}" belongs to another connection; each needs one of its own, and "Acme", "acme" and "acme " are the same.`,
    { problems: [{ field: 'username', problem: 'belongs to another connection; choose another one' }] },
  );
}
