import http from 'node:http';
import https from 'node:https';

/** An HTTP answer, whatever its status. */
export type HttpAnswer = { readonly status: number; readonly body: string };

/**
 * Posts as the .NET client of QBWC: one kept-alive connection, `Expect: 100-continue` (the body follows after the
 * server's go-ahead or 350 ms), and the cookies of the run sent back.
 */
export class HttpClient {
  readonly #url: URL;
  readonly #timeoutMs: number;
  readonly #agent: http.Agent;
  readonly #cookies = new Map<string, string>();

  constructor(url: string, timeoutMs: number) {
    this.#url = new URL(url);
    this.#timeoutMs = timeoutMs;
    const options = { keepAlive: true, maxSockets: 1 };
    this.#agent = this.#url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  }

  post(soapAction: string, body: string): Promise<HttpAnswer> {
    const content = Buffer.from(body, 'utf8');
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      'User-Agent': 'Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)',
      'Content-Type': 'text/xml; charset=utf-8',
      SOAPAction: `"${soapAction}"`,
      'Content-Length': content.length,
      Expect: '100-continue',
      ...(cookie === '' ? {} : { Cookie: cookie }),
    };
    return new Promise((resolve, reject) => {
      const client = this.#url.protocol === 'https:' ? https : http;
      const request = client.request(this.#url, { method: 'POST', headers, agent: this.#agent });
      const patience = setTimeout(() => request.end(content), 350);
      const timeout = setTimeout(() => {
        request.destroy(new Error(`The operation has timed out (${this.#timeoutMs} ms)`));
      }, this.#timeoutMs);
      const stop = (): void => {
        clearTimeout(patience);
        clearTimeout(timeout);
      };
      request.on('continue', () => {
        clearTimeout(patience);
        // A go-ahead that comes after the patience has ended: the body is on its way already.
        if (!request.writableEnded) request.end(content);
      });
      request.on('error', (error) => {
        stop();
        reject(error);
      });
      request.on('response', (response) => {
        this.#keepCookies(response.headers['set-cookie'] ?? []);
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          stop();
          if (!request.writableEnded) request.destroy();
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.flushHeaders();
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name, value] = /^([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined) this.#cookies.set(name, value ?? '');
    }
  }
}
