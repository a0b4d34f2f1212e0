import { request as send } from 'node:http';
import { writeCall } from '../../simulator/web-connector/soap-call.js';

/** An answer to one request. */
export type Answer = { status: number; cookies: string[]; body: string };

export type Request = {
  /** The address of this machine that it comes from: 127.0.0.1 to 127.255.255.254. */
  from: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Sends the body in pieces, without saying how long it is. */
  isChunked?: boolean;
  timeoutMs?: number;
};

/** Sends one request on a connection of its own. Fails, with the code of the system, when no answer comes. */
export function ask(url: string, { from, method = 'GET', headers = {}, body, ...rest }: Request): Promise<Answer> {
  const length = body === undefined || rest.isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = send(url, { method, localAddress: from, agent: false, headers: { ...headers, ...length } });
    const timeoutMs = rest.timeoutMs ?? 60_000;
    const timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeoutMs / 1_000} s`)), timeoutMs);
    request.on('close', () => clearTimeout(timer));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const cookies = (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
        resolve({ status: response.statusCode ?? 0, cookies, body: Buffer.concat(chunks).toString() });
        // What was refused before it had come whole is not sent on.
        request.destroy();
      });
    });
    if (rest.isChunked) request.write(body ?? '');
    request.end(rest.isChunked ? undefined : body);
  });
}

/** Posts a body to the Web Connector's address. */
export const post = (url: string, from: string, body: string | Buffer, isChunked = false): Promise<Answer> =>
  ask(`${url}/qbwc`, { from, method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' }, body, isChunked });

type Operation = Parameters<typeof writeCall>[0];

/** One SOAP call, as the Web Connector writes it; resolves to its texts, more than one only for authenticate. */
export async function call(
  url: string,
  from: string,
  operation: Operation,
  parameters: Record<string, string>,
): Promise<string[]> {
  const { status, body } = await post(url, from, writeCall(operation, parameters));
  if (status !== 200) throw new Error(`HTTP ${status}`);
  const [, result = ''] = new RegExp(`<${operation}Result>([^]*)</${operation}Result>`).exec(body) ?? [];
  const texts = operation === 'authenticate' ? [...result.matchAll(/<string>([^<]*)<\/string>/g)] : [['', result]];
  return texts.map(([, text = '']) => unescaped(text));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#13': '\r' };

const unescaped = (text: string): string =>
  text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** The sign-in form as a visitor of the console has it: its cookie, and the token that goes with it. */
export type Form = { cookie: string; csrf: string };

export async function openForm(url: string, from: string): Promise<Form> {
  const { cookies, body } = await ask(`${url}/console/sign-in`, { from });
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(body) ?? [];
  return { cookie: cookies.join('; '), csrf };
}

/** Signs in to the console; 303 when name and password were right, with the cookies of the session. */
export function signIn(
  url: string,
  from: string,
  form: Form,
  who: { name: string; password: string },
): Promise<Answer> {
  return ask(`${url}/console/sign-in`, {
    from,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: form.cookie },
    body: new URLSearchParams({ _csrf: form.csrf, ...who }).toString(),
  });
}
