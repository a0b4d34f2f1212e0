import { createServer } from 'node:http';
import type { Heard } from './psa.js';

/** Where the PSA takes webhooks: all that came, in the order in which it came, repetitions too. */
export type PsaWebhook = { url: string; delivered: Heard[]; close(): Promise<void> };

export async function openPsaWebhook(): Promise<PsaWebhook> {
  const delivered: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { cursor, kind, id, type, value } = JSON.parse(Buffer.concat(chunks).toString()) as Heard;
      delivered.push({ cursor, kind, id, type, value });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    delivered,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
