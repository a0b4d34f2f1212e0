import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError } from '../../domain/errors.js';
import { ITEM_KINDS } from '../../domain/kinds.js';
import type { Dependencies } from '../shared/dependencies.js';
import { validate } from '../shared/validate.js';
import { describeRoute, type RouteDocs } from './openapi.js';

type Method = 'GET' | 'PUT' | 'POST';

/** What the routes of the REST interface are added to; `routes` remembers them for the answer 405. */
export type Api = { app: FastifyInstance; deps: Dependencies; routes: { method: Method; url: string }[] };

/** A request whose parts have the form that the route asks for. */
export type Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  request: FastifyRequest;
  reply: FastifyReply;
};

/** One route: its schemas both validate and document it. */
export type RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = RouteDocs & {
  method: Method;
  url: string;
  params: P;
  query: Q;
  body?: B;
  bodyLimit?: number;
  handle: (call: Call<P, Q, B>) => Promise<unknown>;
};

/** Adds a route to the REST interface. */
export function addRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  api: Api,
  spec: RouteSpec<P, Q, B>,
) {
  const { method, url, handle } = spec;
  api.routes.push({ method, url });
  api.app.route({
    method,
    url,
    schema: describeRoute(spec),
    ...(spec.bodyLimit === undefined ? {} : { bodyLimit: spec.bodyLimit }),
    handler: async (request, reply) => {
      refuseUnknownKind(request.params);
      const params = validate(spec.params, request.params, 'path');
      const query = validate(spec.query, request.query, 'query');
      const body = readBody(spec.body, request.body);
      return handle({ params, query, body, request, reply });
    },
  });
}

/** A body of unknown form is the handler's to validate: what it is depends on the path. */
function readBody<B extends z.ZodType>(schema: B | undefined, body: unknown): z.output<B> {
  const isChecked = schema !== undefined && !(schema instanceof z.ZodUnknown);
  return (isChecked ? validate(schema, body, 'body') : body) as z.output<B>;
}

/** A kind in the path that does not exist is a path that does not exist. */
function refuseUnknownKind(params: unknown): void {
  const kind = z.object({ kind: z.string() }).safeParse(params).data?.kind;
  if (kind === undefined || (ITEM_KINDS as readonly string[]).includes(kind)) return;
  throw new AppError(
    'notFound',
    `There is nothing called "${kind}" here; the kinds of items are ${ITEM_KINDS.join(', ')}.`,
  );
}

/** The query of a route that takes none. */
export const noQuery = z.strictObject({});
