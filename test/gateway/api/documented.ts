import type { LightMyRequestResponse } from 'fastify';
import { z } from 'zod';

type Schema = Parameters<typeof z.fromJSONSchema>[0];
type Described = { content?: Record<string, { schema: Schema }> };
export type Document = {
  paths: Record<string, Record<string, { responses: Record<string, Described> }>>;
  components: { schemas: Record<string, Schema> };
};

/** Says what of an answer the OpenAPI document does not say; undefined when the answer is as documented. */
export type Objection = (method: string, url: string, reply: LightMyRequestResponse) => string | undefined;

/** A check of answers against an OpenAPI document. Paths and methods that it does not have must answer 401, 404 or 405. */
export function checkAgainst(document: Document): Objection {
  const routes = Object.entries(document.paths)
    .map(([path, operations]) => ({ path, pattern: patternOf(path), operations }))
    // The most literal one first: /sessions/{id} before /{kind}/{id}.
    .sort((a, b) => count(a.path) - count(b.path));
  const schemas = new Map<string, z.ZodType>();
  return (method, url, reply) => {
    const path = url.split('?')[0] ?? '';
    const found = routes.find(({ pattern, operations }) => pattern.test(path) && method.toLowerCase() in operations);
    const operation = found?.operations[method.toLowerCase()];
    if (found === undefined || operation === undefined)
      return [401, 404, 405].includes(reply.statusCode) ? undefined : `${reply.statusCode} of a path that is nowhere`;
    const name = `${method} ${found.path} ${reply.statusCode}`;
    const described = operation.responses[String(reply.statusCode)];
    if (described === undefined) return `${name} is not documented`;
    const type = String(reply.headers['content-type']).split(';')[0] ?? '';
    const content = described.content?.[type];
    if (content === undefined) return `${name} has the undocumented type ${type}`;
    if (!type.endsWith('json')) return undefined;
    const schema = schemas.get(name) ?? z.fromJSONSchema(whole(content.schema, document));
    schemas.set(name, schema);
    const { error } = schema.safeParse(reply.json());
    return error === undefined ? undefined : `${name} is not as documented: ${z.prettifyError(error)}\n${reply.body}`;
  };
}

const count = (path: string): number => path.split('{').length;

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]*')}$`);

/** A schema that holds all that it refers to. */
const whole = (schema: Schema, { components }: Document): Schema =>
  JSON.parse(
    JSON.stringify({ ...(schema as object), $defs: components.schemas }).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  );
