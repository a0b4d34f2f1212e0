import { AppError } from '../../domain/errors.js';
import { ITEM_KINDS, type ItemKind, isItemKind } from '../../domain/kinds.js';
import { type Connection, listConnections } from '../../store/connections.js';
import type { Call } from './page.js';

/** The connection of the path, with all that the navigation offers. */
export async function connectionOfPath(call: Call): Promise<{ connection: Connection; connections: Connection[] }> {
  const connections = await listConnections(call.deps.database);
  const connection = connections.find(({ id }) => id === call.path.c);
  if (connection === undefined) throw new AppError('notFound', 'There is no such connection.');
  return { connection, connections };
}

export function kindOfPath(call: Call): ItemKind {
  const kind = call.path.kind ?? '';
  if (isItemKind(kind)) return kind;
  throw new AppError('notFound', `There is no such kind of item; there are ${ITEM_KINDS.join(', ')}.`);
}
