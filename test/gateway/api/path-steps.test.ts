import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONNECTION, type Harness, INVOICE, startWithConnection, TOKEN } from './harness.js';

let harness: Harness;
let port: number;
beforeAll(async () => {
  harness = await startWithConnection();
  await harness.app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = harness.app.server.address() as AddressInfo);
});
afterAll(() => harness.close());

/** As a program may write a path; fetch would resolve the dots. */
function put(path: string, body: unknown): Promise<{ status: number | undefined; text: string }> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method: 'PUT', path, headers }, (reply) => {
      let text = '';
      reply.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      reply.on('end', () => resolve({ status: reply.statusCode, text }));
    });
    call.on('error', reject);
    call.end(JSON.stringify(body));
  });
}

const BATCH = { status: 'processing', markReadyToTransfer: false, invoiceIds: [] };

it.each(['.', '..', '%2e', '%2E%2e'])('refuses %s as the id of a connection, an item and a batch', async (id) => {
  const refused = [
    await put(`/api/v1/connections/${id}`, { ...CONNECTION, username: 'dots' }),
    await put(`/api/v1/connections/acme/invoices/${id}`, INVOICE),
    await put(`/api/v1/connections/acme/invoice-batches/${id}`, BATCH),
  ];

  expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
  for (const { text } of refused) expect(text).toContain('expected an id other than \\".\\" and \\"..\\"');
});

it('takes other ids with dots', async () => {
  const answers = [
    await put('/api/v1/connections/...', { ...CONNECTION, username: 'dots' }),
    await put('/api/v1/connections/acme/invoices/.1', INVOICE),
  ];

  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
});
