import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, portAgain } from '../../launcher/embedded/free-port.js';

async function occupy(port: number): Promise<() => void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return () => server.close();
}

describe('ports of embedded servers', () => {
  it('are not among those that systems give to outgoing connections', async () => {
    for (let times = 0; times < 20; times += 1) expect(await freePort()).toBeLessThan(32_768);
  });

  it('stay those that others know: a server waits for its own, where a new one takes another', async () => {
    const port = await freePort();
    const giveFree = await occupy(port);

    expect(await freePort(port)).not.toBe(port);
    const again = portAgain(port);
    setTimeout(giveFree, 300);

    expect(await again).toBe(port);
  });
});
