import { AppError } from '../../../domain/errors.js';
import { findConnection } from '../../../store/connections.js';
import { inTransaction } from '../../../store/database.js';
import { storeConnection } from '../../../transfers/connections/store-connection.js';
import type { Dependencies } from '../../shared/dependencies.js';
import { hashPassword, verifyPassword } from '../../shared/password.js';
import { connectionBody } from '../../shared/schemas/connection.js';
import { newConnectionPath } from '../../shared/schemas/paths.js';
import { CONNECTION_LONG } from '../../shared/secret-lengths.js';
import { viewConnection } from '../connection-view.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** PUT of a connection: makes it, or replaces what people configure of it. */
export function addPutConnectionRoute(api: Api): void {
  addRoute(api, {
    method: 'PUT',
    url: '/connections/:c',
    operationId: 'putConnection',
    tag: 'Connections',
    summary: 'Make or change a connection',
    description:
      'What is absent becomes its default, but an absent password stays as it is. Another password ends the open session.',
    params: newConnectionPath,
    query: noQuery,
    body: connectionBody,
    replies: {
      200: { description: 'Changed', schema: 'Connection' },
      201: { description: 'Made', schema: 'Connection' },
    },
    errors: ['refused', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c: id }, body: { password, ...body }, reply }) {
      const { database, signals, now } = api.deps;
      const given = password === undefined ? undefined : await newPassword(api.deps, id, password);
      const { connection, isNew, news } = await inTransaction(database, (tx) =>
        storeConnection(tx, { id, now }, (former) => {
          const kept = given ?? former;
          if (kept === undefined) throw passwordMissing(id);
          return { id, passwordHash: kept.passwordHash, passwordIsShort: kept.passwordIsShort, ...body };
        }),
      );
      signals.tellSession(news);
      return reply.code(isNew ? 201 : 200).send(viewConnection(connection));
    },
  });
}

/** What a password becomes; undefined for the one that the connection has: its session goes on. */
async function newPassword({ database, passwordCost: cost }: Dependencies, id: string, password: string) {
  const former = await findConnection(database, id);
  if (former !== undefined && (await verifyPassword(password, former.passwordHash, { cost }))) return undefined;
  return { passwordHash: await hashPassword(password, { cost }), passwordIsShort: password.length < CONNECTION_LONG };
}

const passwordMissing = (id: string): AppError =>
  new AppError('invalid', `Wrong in the body: password. The connection "${id}" is new and needs one.`, {
    problems: [{ field: 'password', problem: 'missing, expected a text: a new connection needs a password' }],
  });
