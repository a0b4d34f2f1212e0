import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Run } from './operation.js';

const NAME = 'web_connector_version';
/** Four numbers, as QBWC has them (facts, section 1.2); fewer are taken, too. */
const VERSION = /^\d{1,9}(?:\.\d{1,9}){0,3}$/;
const COOKIE = new RegExp(`(?:^|;)\\s*${NAME}=([^;]*)`);

/**
 * clientVersion has neither ticket nor user, so QBWC brings its version back to authenticate by itself, in a cookie: it
 * keeps those during a run (facts, section 1.4). Calls of others, another gateway or a proxy in between cannot mix them
 * up. Without Path, Secure or age: it counts for this address and this run.
 */
export const runOf = (request: FastifyRequest, reply: FastifyReply): Run => {
  const found = COOKIE.exec(request.headers.cookie ?? '')?.[1]?.trim();
  return {
    webConnectorVersion: found !== undefined && VERSION.test(found) ? found : undefined,
    rememberWebConnectorVersion: (version) => {
      if (VERSION.test(version)) reply.header('set-cookie', `${NAME}=${version}; HttpOnly`);
    },
    request,
  };
};
