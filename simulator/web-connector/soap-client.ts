import type { QualifiedElement } from '../xml/namespaces.js';
import { HttpClient } from './http-client.js';
import {
  CallFailed,
  type Operation,
  type Parameters,
  qbwcNamespace,
  readInteger,
  readResult,
  readString,
  readStrings,
  writeCall,
} from './soap-call.js';

/** One finished call. `said` is what it came to, in a few words. */
export type Call = {
  readonly number: number;
  readonly operation: Operation;
  readonly ms: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly said: string;
};

type Reader<Result> = (operation: Operation, result: QualifiedElement) => Result;

/** The operations of the server, called one after the other. */
export class SoapClient {
  readonly #http: HttpClient;
  readonly #onCall: (call: Call) => void;
  readonly timings: Partial<Record<Operation, number[]>> = {};
  #calls = 0;

  constructor(url: string, timeoutMs: number, onCall: (call: Call) => void) {
    this.#http = new HttpClient(url, timeoutMs);
    this.#onCall = onCall;
  }

  string(operation: Operation, parameters: Parameters): Promise<string> {
    return this.#call(operation, parameters, readString);
  }

  strings(operation: Operation, parameters: Parameters): Promise<readonly string[]> {
    return this.#call(operation, parameters, readStrings);
  }

  integer(operation: Operation, parameters: Parameters): Promise<number> {
    return this.#call(operation, parameters, readInteger);
  }

  close(): void {
    this.#http.close();
  }

  async #call<Result>(operation: Operation, parameters: Parameters, read: Reader<Result>): Promise<Result> {
    const body = writeCall(operation, parameters);
    const started = performance.now();
    const report = (bytesReceived: number, said: string): void => {
      const ms = performance.now() - started;
      this.timings[operation] = [...(this.timings[operation] ?? []), ms];
      this.#calls += 1;
      this.#onCall({ number: this.#calls, operation, ms, bytesSent: body.length, bytesReceived, said });
    };
    try {
      const answer = await this.#http.post(qbwcNamespace + operation, body);
      const result = read(operation, readResult(operation, answer.status, answer.body));
      report(answer.body.length, describe(result));
      return result;
    } catch (error) {
      const failure = error instanceof CallFailed ? error : new CallFailed(operation, reasonOf(error));
      report(0, failure.message);
      throw failure;
    }
  }
}

function describe(result: unknown): string {
  if (Array.isArray(result))
    return result
      .slice(1)
      .map((text) => JSON.stringify(text))
      .join(' ');
  if (typeof result === 'number') return String(result);
  const text = String(result);
  const requests = text.match(/<(?!QBXMLMsgsRq)\w+Rq[ >/]/g)?.map((tag) => tag.slice(1, -3)) ?? [];
  if (requests.length === 0) return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
  const names = [...new Set(requests)];
  return names.map((name) => `${requests.filter((one) => one === name).length} ${name}`).join(', ');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'Unable to connect to the remote server: nothing listens at that address.';
  if (code === 'ENOTFOUND') return 'The remote name could not be resolved.';
  return error.message === '' ? code : error.message;
}
