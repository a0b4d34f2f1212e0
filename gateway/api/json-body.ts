import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';

/** Ordinary bodies; a snapshot may have thousands of lines. */
export const BODY_LIMIT = 1024 * 1024;
export const SNAPSHOT_LIMIT = 8 * BODY_LIMIT;

/** Makes JSON, in UTF-8, the only content type of a plugin. An empty body is `undefined`, and so is one that nobody will look at. */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    body.length === 0 || request.is404 ? undefined : parseJson(body),
  );
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : 'it is not valid UTF-8';
    throw new AppError('invalid', `The body cannot be read as JSON: ${why}.`, { cause });
  }
}
