import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from '../shared/door.js';
import type { Run } from './operation.js';

const NAME = 'web_connector_version';
/** Four numbers, as QBWC has them (P104); fewer are taken, too. */
const VERSION = /^\d{1,9}(?:\.\d{1,9}){0,3}$/;

/**
 * clientVersion has neither ticket nor user, so QBWC brings its version back to authenticate by itself, in a cookie: it
 * keeps those during a run (P120). Calls of others, another gateway or a proxy in between cannot mix them
 * up. Without Path, Secure or age: it counts for this address and this run.
 */
export const runOf = (request: FastifyRequest, reply: FastifyReply, door: Door): Run => {
  const found = request.cookies[NAME];
  return {
    request,
    door,
    webConnectorVersion: found !== undefined && VERSION.test(found) ? found : undefined,
    rememberWebConnectorVersion: (version) => {
      if (VERSION.test(version)) reply.setCookie(NAME, version, { httpOnly: true });
    },
  };
};
