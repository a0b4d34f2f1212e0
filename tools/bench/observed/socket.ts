import { request } from 'node:http';
import path from 'node:path';
import type { Observation } from './observe.js';

/** Where an observed program answers, from its DATA_DIR. */
export const socketOf = (name: string): string => path.join('run', `${name}.sock`);

/** Asks an observed program; `collected` after a garbage collection of its main thread. */
export function askObserved(dataDir: string, name: string, options = { collected: false }): Promise<Observation> {
  const asked = { socketPath: path.join(dataDir, socketOf(name)), path: options.collected ? '/collected' : '/' };
  return new Promise((resolve, reject) => {
    const sent = request(asked, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Observation));
    });
    sent.on('error', reject);
    sent.end();
  });
}
