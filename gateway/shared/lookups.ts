import { AppError } from '../../domain/errors.js';
import { type ItemKind, KIND_LABEL } from '../../domain/kinds.js';
import { type Connection, findConnection } from '../../store/connections.js';
import type { Queryable } from '../../store/database.js';
import { itemIds } from '../../store/items.js';
import { CONNECTION_ID } from './schemas/paths.js';

/** The connection that a path names, or 404. */
export async function connectionOf(db: Queryable, id: string): Promise<Connection> {
  const connection = CONNECTION_ID.test(id) ? await findConnection(db, id) : undefined;
  if (connection === undefined)
    throw new AppError('notFound', `There is no connection "${id}". Make it with PUT first.`);
  return connection;
}

/** The number under which we know the item of a path, or 404. */
export async function itemIdOf(db: Queryable, path: { c: string; kind: ItemKind; id: string }): Promise<number> {
  const { id: connectionId } = await connectionOf(db, path.c);
  const [found] = await itemIds(db, connectionId, path.kind, [path.id]);
  if (found !== undefined) return found.id;
  throw new AppError(
    'notFound',
    `No ${KIND_LABEL[path.kind]} "${path.id}" has arrived from the PSA. Send it with PUT first.`,
  );
}
