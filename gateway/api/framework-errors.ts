import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { setSecurityHeaders } from '../shared/security-headers.js';
import { sendThrown } from './problems.js';

/** For Fastify's `frameworkErrors`: what it refuses before it knows the route, such as a URL that cannot be decoded. */
export function frameworkErrors(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  // No hook has seen the request.
  setSecurityHeaders(request, reply);
  void sendThrown(reply, error);
}
