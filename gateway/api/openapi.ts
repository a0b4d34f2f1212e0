import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { z } from 'zod';
import { SHARED_SCHEMAS, type SharedSchema } from '../shared/schemas/shared.js';
import { PROBLEMS } from './problems.js';

type ErrorName = keyof typeof PROBLEMS;

/** Of an answer that is no JSON. */
type MediaType = `application/${string}`;

/** What the documentation says of a route beside its schemas. */
export type RouteDocs = {
  operationId: string;
  tag: 'Connections' | 'Items' | 'Invoice batches' | 'Sessions' | 'Changes';
  summary: string;
  description?: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** One shared schema, or several of which the body must be one, where `body` itself says too little. */
  bodyOf?: readonly SharedSchema[];
  /** By status. */
  replies: Readonly<Record<number, { description: string; schema: SharedSchema | z.ZodType | MediaType }>>;
  errors?: readonly ErrorName[];
};

/** Every call can end like this. */
const ALWAYS: readonly ErrorName[] = ['invalid', 'unauthorized', 'tooManyTries', 'internal', 'unavailable'];

const toJson = (schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const json: Record<string, unknown> = { ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) };
  delete json.$schema;
  return json;
};

const reference = (name: SharedSchema) => ({ $ref: `${name}#` });

/** A route's schemas in the form that Fastify hands to the documentation; it validates nothing. */
export function describeRoute(docs: RouteDocs): FastifySchema {
  const { operationId, tag, summary, description } = docs;
  const body = describeBody(docs);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: [{ token: [] }],
    ...(docs.params === undefined ? {} : { params: toJson(docs.params, 'input') }),
    ...(docs.query === undefined ? {} : { querystring: toJson(docs.query, 'input') }),
    ...(body === undefined ? {} : { body }),
    response: { ...describeReplies(docs.replies), ...describeErrors([...ALWAYS, ...(docs.errors ?? [])]) },
  };
}

function describeBody({ body, bodyOf }: RouteDocs): unknown {
  if (bodyOf !== undefined) return bodyOf.length === 1 ? bodyOf.map(reference)[0] : { anyOf: bodyOf.map(reference) };
  return body === undefined ? undefined : toJson(body, 'input');
}

const describeReplies = (replies: RouteDocs['replies']) =>
  Object.fromEntries(
    Object.entries(replies).map(([status, { description, schema }]) => {
      if (typeof schema !== 'string') return [status, { description, ...toJson(schema, 'output') }];
      const isMedia = schema.includes('/');
      const content = isMedia
        ? { [schema]: { schema: { type: 'string' } } }
        : { 'application/json': { schema: reference(schema as SharedSchema) } };
      return [status, { description, content }];
    }),
  );

const describeErrors = (names: readonly ErrorName[]) =>
  Object.fromEntries(
    [...new Set(names)].map((name) => [
      PROBLEMS[name].status,
      { description: PROBLEMS[name].title, content: { 'application/problem+json': { schema: reference('Problem') } } },
    ]),
  );

/** Its own scripts, calls to this server, and the styles that Swagger UI writes into its elements. */
const DOCUMENTATION_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the documentation, and has it collect the routes that are added afterwards. */
export async function serveDocumentation(app: FastifyInstance, routePrefix: string): Promise<void> {
  // zod validates, and everything is sent as it is.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  for (const [name, schema] of Object.entries(SHARED_SCHEMAS)) {
    app.addSchema({ $id: name, title: name, ...toJson(schema, name.endsWith('Snapshot') ? 'input' : 'output') });
  }
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'PSA to QuickBooks transfer',
        version: '1',
        description:
          'What the PSA tells this product, and what it can ask. Every error is application/problem+json (RFC 9457).',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'API_TOKEN' } } },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `def-${index}`,
    },
  });
  await app.register(swaggerUi, { routePrefix, staticCSP: DOCUMENTATION_POLICY });
}
