import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseXml } from '../../simulator/xml/parse-xml.js';

/** A call as it arrived: parameters by name, and the headers. */
export type Received = {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly socket: unknown;
};

/** The XML of a result element's content, or a whole body with its status, or undefined for no answer at all. */
export type Reply = string | { readonly status: number; readonly body: string } | undefined;

/** A server of the Web Connector protocol that answers as a test says. */
export class ScriptedServer {
  readonly received: Received[] = [];
  readonly #answer: (call: Received) => Reply;
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = readCall(request, Buffer.concat(chunks).toString('utf8'));
      this.received.push(call);
      const reply = this.#answer(call);
      if (reply === undefined) request.socket.destroy();
      else if (typeof reply === 'string') response.end(envelope(call.operation, reply));
      else response.writeHead(reply.status).end(reply.body);
    });
  });

  constructor(answer: (call: Received) => Reply) {
    this.#answer = answer;
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/qbwc`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get operations(): string[] {
    return this.received.map(({ operation }) => operation);
  }
}

/** Answers of a server that sends these message sets, one after the other, and keeps what comes back. */
export function sending(sets: readonly string[], responses: Received['parameters'][] = []): (call: Received) => Reply {
  let next = 0;
  return ({ operation, parameters }) => {
    if (operation === 'authenticate') return '<string>ticket</string><string></string>';
    if (operation === 'sendRequestXML') return escapeText(sets[next] ?? '');
    if (operation !== 'receiveResponseXML') return operation === 'closeConnection' ? 'good bye' : '';
    responses.push(parameters);
    next += 1;
    return String(next === sets.length ? 100 : Math.floor((next / sets.length) * 100));
  };
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function envelope(operation: string, result: string): string {
  const answer = `<${operation}Response xmlns="http://developer.intuit.com/"><${operation}Result>${result}</${operation}Result></${operation}Response>`;
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${answer}</s:Body></s:Envelope>`;
}

function readCall(request: IncomingMessage, body: string): Received {
  const call = parseXml(body).root.children[0]?.children[0];
  const parameters = Object.fromEntries((call?.children ?? []).map(({ name, text }) => [name, text]));
  return { operation: call?.name ?? '', parameters, headers: request.headers, socket: request.socket };
}
