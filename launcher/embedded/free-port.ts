import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Listens for a moment; resolves to the port, or to undefined when it is taken or not allowed. */
function tryPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

/** Whether a port of `host` can be listened on. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await tryPort(port, host)) !== undefined;
}

/** Below the ports that systems give to outgoing connections: one of those may hold a port for hours. */
const [LOWEST, HIGHEST] = [20_000, 32_767];

/** A free port of 127.0.0.1: the preferred one if it is free. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred;
  for (let tries = 0; tries < 50; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isPortFree(port)) return port;
  }
  throw new Error('found no free port of 127.0.0.1; end some programs and try again');
}

/** How long a port may stay taken by what used it last. */
const PATIENCE_MS = 10_000;

/** The same port, which others know a server by; fails when it does not become free. */
export async function portAgain(port: number): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  while (!(await isPortFree(port))) {
    if (Date.now() > until) throw new Error(`port ${port} of 127.0.0.1 is taken by another program; end it`);
    await sleep(100);
  }
  return port;
}
