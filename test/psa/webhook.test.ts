import { createHmac } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebhook } from '../../psa/webhook.js';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';

type Delivery = { headers: IncomingHttpHeaders; body: string };
const SECRET = 'a secret that both know';

let deliveries: Delivery[];
let statuses: number[];
let server: Server;
let product: Product;
const port = (): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    deliveries.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(statuses.shift() ?? 204).end();
  };
  server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  product = await startProduct({
    psa: createWebhook({ url: `http://127.0.0.1:${port()}/hook`, secret: SECRET, now: () => new Date().toISOString() }),
  });
});
afterAll(async () => {
  await product.stop();
  server.close();
});
beforeEach(() => {
  deliveries = [];
  statuses = [];
});
afterEach(() => expect(statuses).toEqual([]));

describe('what goes back to the PSA', () => {
  it('is a signed webhook per change, repeated under the same id until the PSA accepts it', async () => {
    const { rest, session, settled, id } = await testConnection(product, 'hook');
    statuses = [503, 500];
    await rest('PUT', '/invoices/I1', invoice());
    await rest('POST', '/invoices/ready', { ids: ['I1'] });

    await session();
    await settled();
    await product.relay();

    await expect.poll(() => deliveries.length, { timeout: 20_000 }).toBe(3);
    const ids = deliveries.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
    for (const { headers, body } of deliveries) {
      const signed = createHmac('sha256', SECRET)
        .update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`)
        .digest('base64');
      expect(headers['webhook-signature']).toBe(`v1,${signed}`);
    }
    expect(JSON.parse(deliveries[0]?.body ?? '')).toMatchObject({
      connection: id,
      kind: 'invoices',
      id: 'I1',
      type: 'transferred',
    });
    await expect
      .poll(
        async () =>
          (await product.database.query('select count(*)::int as n from changes where delivered_at is null')).rows[0].n,
      )
      .toBe(0);
  });
});
