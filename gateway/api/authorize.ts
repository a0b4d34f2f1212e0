import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';
import type { Door } from '../shared/door.js';
import { TOKEN_LONG } from '../shared/secret-lengths.js';
import { sendProblem } from './problems.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * A hook that lets only the bearer of the API token pass; it compares in constant time, also texts of other lengths. Whoever
 * guesses gets 429 after some tries. A long token is beyond guessing: it passes whatever came from its address before.
 */
export function authorize(
  apiToken: string,
  door: Door,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  const expected = digest(apiToken);
  return async (request, reply) => {
    const { headers } = request;
    const [, token] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    const isRight = token !== undefined && timingSafeEqual(digest(token), expected);
    if (isRight && apiToken.length >= TOKEN_LONG) return undefined;
    if (token !== undefined) {
      const attempt = door.attempt(request, '');
      if (attempt.waitMs > 0) return refuseGuess(request, reply, door, attempt.waitMs);
      if (isRight) {
        attempt.succeeded();
        return undefined;
      }
    }
    door.refuse(request, '', token === undefined ? 'noToken' : 'wrongToken');
    const found =
      headers.authorization === undefined ? 'no Authorization header' : 'an Authorization header with something else';
    throw new AppError('unauthorized', `Found ${found}, expected "Authorization: Bearer <API_TOKEN>".`);
  };
}

function refuseGuess(request: FastifyRequest, reply: FastifyReply, door: Door, waitMs: number): FastifyReply {
  door.refuse(request, '', 'tooManyTries');
  const seconds = Math.ceil(waitMs / 1000);
  return sendProblem(
    reply.header('retry-after', seconds),
    'tooManyTries',
    `Found too many wrong API tokens from ${request.ip}, expected the right one. Try again in ${seconds} seconds.`,
  );
}
