import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NetworkFault } from './faults.js';
import { operationOf } from './operation.js';

/** What goes wrong with the nth call of an operation; `ms` for what takes time. */
export type ArmedNetworkFault = { operation: string; does: NetworkFault; nth: number; ms: number };

/** The way between the Web Connector and the PSA on one side, and the gateway on the other. */
export type Network = {
  url: string;
  /** Goes wrong once. */
  arm(fault: ArmedNetworkFault): { hasFired: () => boolean };
  disarm(): void;
  close(): Promise<void>;
};

type Armed = ArmedNetworkFault & { seen: number; fired: boolean };
type Call = { request: IncomingMessage; body: Buffer };
type Answer = { status: number; contentType: string; body: Buffer };

/** Everything passes here, as it came; an armed fault meets its call. */
export async function openNetwork(gatewayUrl: string): Promise<Network> {
  const armed: Armed[] = [];
  const takeFault = (request: IncomingMessage): Armed | undefined => {
    const operation = operationOf(request);
    for (const fault of armed.filter((each) => each.operation === operation && !each.fired)) {
      fault.seen += 1;
      fault.fired = fault.seen >= fault.nth;
      if (fault.fired) return fault;
    }
    return undefined;
  };
  const server = createServer((request, response) => {
    pass(gatewayUrl, request, response, takeFault).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    arm: (fault) => {
      const entry: Armed = { ...fault, seen: 0, fired: false };
      armed.push(entry);
      return { hasFired: () => entry.fired };
    },
    disarm: () => armed.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function pass(
  gatewayUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  takeFault: (request: IncomingMessage) => Armed | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const call = { request, body: Buffer.concat(chunks) };
  const forward = (): Promise<Answer> => ask(gatewayUrl, call);
  const fault = takeFault(request);
  switch (fault?.does) {
    case undefined:
      return answer(response, await forward());
    case 'delayed':
      // The caller has given up by then.
      await sleep(fault.ms);
      return answer(response, await forward());
    case 'answer delayed': {
      const late = await forward();
      await sleep(fault.ms);
      return answer(response, late);
    }
    case 'request cut':
      await ask(gatewayUrl, call, { cut: true }).catch(() => undefined);
      response.destroy();
      return;
    case 'answer cut':
      return answer(response, await forward(), { cut: true });
    case 'doubled': {
      const [first] = await Promise.all([forward(), forward()]);
      return answer(response, first);
    }
    case 'late copy':
      setTimeout(() => void forward().catch(() => undefined), fault.ms);
      return answer(response, await forward());
  }
}

/** Hands a call to the gateway; cut: half of its body, then the line is dead. */
function ask(gatewayUrl: string, { request, body }: Call, { cut } = { cut: false }): Promise<Answer> {
  const { expect: _, host: __, connection: ___, 'transfer-encoding': ____, ...headers } = request.headers;
  const length = { 'content-length': String(body.length) };
  return new Promise((resolve, reject) => {
    const url = new URL(request.url ?? '/', gatewayUrl);
    const sent = send(url, { method: request.method ?? 'GET', headers: { ...headers, ...length }, agent: false });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('aborted', () => reject(new Error('the gateway broke off its answer')));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? 'text/plain',
          body: Buffer.concat(chunks),
        }),
      );
    });
    if (!cut) {
      sent.end(body);
      return;
    }
    sent.write(body.subarray(0, Math.floor(body.length / 2)), () => sent.destroy());
  });
}

function answer(response: ServerResponse, { status, contentType, body }: Answer, { cut } = { cut: false }): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'content-length': String(body.length) });
  if (!cut) {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
