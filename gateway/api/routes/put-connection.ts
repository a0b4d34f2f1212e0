import { AppError } from '../../../domain/errors.js';
import {
  type Connection,
  findConnection,
  findConnectionByUsername,
  putConnection,
} from '../../../store/connections.js';
import { type Database, inTransaction } from '../../../store/database.js';
import { hashPassword } from '../../../transfers/session/password.js';
import { connectionBody } from '../../shared/schemas/connection.js';
import { newConnectionPath } from '../../shared/schemas/paths.js';
import { viewConnection } from '../connection-view.js';
import { type Api, addRoute, noQuery } from '../route.js';

const UNIQUE_VIOLATION = '23505';

/** PUT of a connection: makes it, or replaces what people configure of it. */
export function addPutConnectionRoute(api: Api): void {
  addRoute(api, {
    method: 'PUT',
    url: '/connections/:c',
    operationId: 'putConnection',
    tag: 'Connections',
    summary: 'Make or change a connection',
    description: 'What is absent becomes its default, but an absent password stays as it is.',
    params: newConnectionPath,
    query: noQuery,
    body: connectionBody,
    replies: {
      200: { description: 'Changed', schema: 'Connection' },
      201: { description: 'Made', schema: 'Connection' },
    },
    errors: ['refused', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c: id }, body: { password, ...body }, reply }) {
      const former = await findConnection(api.deps.database, id);
      const passwordHash = password === undefined ? former?.passwordHash : await hashPassword(password);
      if (passwordHash === undefined) throw passwordMissing(id);
      const stored = await storeConnection(api.deps.database, { id, passwordHash, ...body });
      return reply.code(former === undefined ? 201 : 200).send(viewConnection(stored));
    },
  });
}

type Configured = Parameters<typeof putConnection>[1];

/** Creates or replaces a connection; the username must be nobody else's. */
export async function storeConnection(database: Database, connection: Configured): Promise<Connection> {
  const { id, username } = connection;
  const other = await findConnectionByUsername(database, username);
  if (other !== undefined && other.id !== id) throw usernameTaken(username);
  try {
    const stored = await inTransaction(database, (tx) => putConnection(tx, connection));
    if (stored === undefined) throw new Error(`connection ${id} was not stored`);
    return stored;
  } catch (error) {
    // Two connections were given the name at the same time.
    const isTaken = error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;
    throw isTaken ? usernameTaken(username) : error;
  }
}

const passwordMissing = (id: string): AppError =>
  new AppError('invalid', `Wrong in the body: password. The connection "${id}" is new and needs one.`, {
    problems: [{ field: 'password', problem: 'missing, expected a text: a new connection needs a password' }],
  });

const usernameTaken = (username: string): AppError =>
  new AppError('refused', `The username "${username}" belongs to another connection; each needs one of its own.`, {
    problems: [{ field: 'username', problem: 'belongs to another connection; choose another one' }],
  });
