import { subscribe } from 'node:diagnostics_channel';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadConfig } from '../../../config/config.js';
import { socketOf } from './socket.js';

/** What a program tells of itself. `soapMs`: by operation, from the last byte of the call to the end of the answer. */
export type Observation = {
  rss: number;
  heapUsed: number;
  cpuMs: number;
  soapMs: Record<string, number[]>;
};

type Seen = { request: IncomingMessage; response: ServerResponse };

/** Makes the program in which this runs answer on a socket of DATA_DIR; every answer begins the times anew. */
export function observe(name: string): void {
  let soapMs: Record<string, number[]> = {};
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Seen;
    const operation = /(\w+)"?$/.exec(String(request.headers.soapaction ?? ''))?.[1];
    if (operation === undefined) return;
    let startedAt = performance.now();
    request.once('end', () => {
      startedAt = performance.now();
    });
    response.once('finish', () => {
      soapMs[operation] ??= [];
      soapMs[operation].push(performance.now() - startedAt);
    });
  });
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const socket = path.join(loadConfig().dataDir, socketOf(name));
  rmSync(socket, { force: true });
  const server = createServer((request, response) => {
    if (request.url === '/collected') collect();
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    response.end(JSON.stringify({ rss, heapUsed, cpuMs: (user + system) / 1_000, soapMs } satisfies Observation));
    soapMs = {};
  });
  server.listen(socket).unref();
}
