import { createServer } from 'node:net';

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

/** A free port of 127.0.0.1: the preferred one if it is free. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred;
  const port = await tryPort(0, '127.0.0.1');
  if (port === undefined) throw new Error('found no free port of 127.0.0.1; end some programs and try again');
  return port;
}
