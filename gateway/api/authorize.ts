import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A hook that lets only the bearer of the API token pass; it compares in constant time, also texts of other lengths. */
export function authorize(apiToken: string): (request: FastifyRequest) => Promise<void> {
  const expected = digest(apiToken);
  return async ({ headers }) => {
    const [, token] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    if (token !== undefined && timingSafeEqual(digest(token), expected)) return;
    const found =
      headers.authorization === undefined ? 'no Authorization header' : 'an Authorization header with something else';
    throw new AppError('unauthorized', `Found ${found}, expected "Authorization: Bearer <API_TOKEN>".`);
  };
}
