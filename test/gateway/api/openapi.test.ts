import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkAgainst } from './documented.js';
import { type Harness, startHarness, startWithConnection } from './harness.js';

type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: unknown[];
  parameters?: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: object };
};

let harness: Harness;
let document: Document;
beforeAll(async () => {
  harness = await startHarness();
  document = (await harness.app.inject({ url: '/api/docs/json' })).json();
});
afterAll(() => harness.close());

const C = '/api/v1/connections/{c}';
const ROUTES = [
  'GET /api/v1/connections',
  `PUT ${C}`,
  `GET ${C}`,
  `GET ${C}/qwc`,
  `PUT ${C}/{kind}/{id}`,
  `GET ${C}/{kind}/{id}`,
  `GET ${C}/{kind}`,
  `POST ${C}/{kind}/ready`,
  `POST ${C}/{kind}/not-ready`,
  `POST ${C}/invoices/{id}/clear-error`,
  `POST ${C}/{kind}/{id}/settle`,
  `POST ${C}/move-to-new-file`,
  `GET ${C}/{kind}/{id}/history`,
  `GET ${C}/invoice-batches`,
  `PUT ${C}/invoice-batches/{id}`,
  `GET ${C}/invoice-batches/{id}`,
  `POST ${C}/invoice-batches/{id}/ready`,
  `POST ${C}/invoice-batches/{id}/not-ready`,
  `GET ${C}/sessions`,
  `GET ${C}/sessions/{id}`,
  `GET ${C}/changes`,
];

const operations = (): [string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

it('documents exactly the routes of the contract', () => {
  expect(document.openapi).toBe('3.1.0');
  expect(
    operations()
      .map(([name]) => name)
      .sort(),
  ).toEqual([...ROUTES].sort());
});

it('says of every route what goes in, what comes out and how it can fail', () => {
  for (const [name, operation] of operations()) {
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => String(parameter));
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(declared.map((parameter) => parameter.name).sort(), name).toEqual(inPath.sort());
    expect(
      declared.every(({ required }) => required),
      name,
    ).toBe(true);
    expect(
      (operation.parameters ?? []).filter((parameter) => parameter.in === 'query' && parameter.required),
      name,
    ).toEqual([]);
    expect(operation.summary, name).toBeTruthy();
    expect(operation.security, name).toEqual([{ token: [] }]);
    expect(operation.requestBody !== undefined, name).toBe(!name.startsWith('GET'));
    const { responses } = operation;
    expect(Object.keys(responses), name).toEqual(expect.arrayContaining(['200', '400', '401', '500', '503']));
    for (const [status, response] of Object.entries(responses)) {
      const type = Object.keys(response.content ?? {});
      expect(type, `${name} ${status}`).toEqual([
        Number(status) >= 400
          ? 'application/problem+json'
          : name.endsWith('/qwc')
            ? 'application/xml'
            : 'application/json',
      ]);
    }
    if (inPath.length > 0 && name !== `PUT ${C}`) expect(Object.keys(responses), name).toContain('404');
  }
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

it('refers only to what it contains, and names what is read twice', () => {
  const names = new Set(references(document).map((reference) => reference.replace('#/components/schemas/', '')));
  expect([...names].filter((name) => !(name in document.components.schemas))).toEqual([]);
  expect(names).toContain('Problem');
  expect(names).toContain('InvoiceSnapshot');
});

it('describes snapshots as they are checked', () => {
  expect(document.components.schemas.InvoiceSnapshot).toMatchObject({
    additionalProperties: false,
    required: ['date', 'customer', 'delivery', 'total', 'voided', 'lines'],
    properties: { delivery: { enum: ['none', 'print', 'email'] } },
  });
});

it('is a page without a login, with its scripts beside it', async () => {
  const page = await harness.app.inject({ url: '/api/docs' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toContain('text/html');
  const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, link]) => new URL(link ?? '', 'http://x/api/docs').pathname,
  );
  expect(links.length).toBeGreaterThan(3);
  for (const url of links) expect((await harness.app.inject({ url })).statusCode, url).toBe(200);
});

it('is what the harness of these tests holds every answer against', async () => {
  const other = await startWithConnection();
  const url = '/api/v1/connections/acme';
  const reply = await other.call('GET', '/connections/acme');
  const changed = (change: (connection: Record<string, unknown>) => object, statusCode = 200) =>
    ({ ...reply, headers: reply.headers, statusCode, json: () => change(reply.json()) }) as typeof reply;
  const objectionTo = checkAgainst((await other.app.inject({ url: '/api/docs/json' })).json());

  expect(objectionTo('GET', url, reply)).toBeUndefined();
  expect(
    objectionTo(
      'GET',
      url,
      changed((body) => ({ ...body, surprise: 1 })),
    ),
  ).toMatch(/surprise/);
  expect(
    objectionTo(
      'GET',
      url,
      changed(({ fileId: _none, ...body }) => body),
    ),
  ).toMatch(/fileId/);
  expect(
    objectionTo(
      'GET',
      url,
      changed((body) => ({ ...body, quickBooks: { at: 'today' } })),
    ),
  ).toMatch(/quickBooks/);
  expect(
    objectionTo(
      'GET',
      url,
      changed((body) => body, 201),
    ),
  ).toMatch(/GET .* 201 is not documented/);
  expect(
    objectionTo(
      'GET',
      url,
      changed((body) => body, 404),
    ),
  ).toMatch(/undocumented type/);
  expect(objectionTo('GET', `${url}/x/y/z`, reply)).toMatch(/nowhere/);
  await other.close();
});
