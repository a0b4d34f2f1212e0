import fastifyHelmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';

/** The directives of a content security policy; whatever is not named is forbidden. */
export type Policy = Readonly<Record<string, string[]>>;

const NOTHING: Policy = { 'base-uri': ["'none'"], 'form-action': ["'none'"] };

/** Nothing of an answer is run, framed, or taken for another type, but for what `policy` allows. */
export const securityHeaders = (policy: Policy = NOTHING) => ({
  contentSecurityPolicy: {
    useDefaults: false as const,
    directives: { 'default-src': ["'none'"], ...policy, 'frame-ancestors': ["'none'"] },
  },
  xFrameOptions: { action: 'deny' as const },
  referrerPolicy: { policy: 'same-origin' as const },
  // The TLS proxy before us says for how long.
  strictTransportSecurity: false as const,
});

/** Sets them before anything else looks at a request, so that errors have them, too. */
export const addSecurityHeaders = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyHelmet, securityHeaders());
};

const setAll = helmet(securityHeaders());

/** The same for an answer that no hook has seen. */
export const setSecurityHeaders = (request: FastifyRequest, reply: FastifyReply): void =>
  setAll(request.raw, reply.raw, (error) => {
    if (error !== undefined) throw error;
  });
