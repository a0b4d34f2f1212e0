import type { SessionResult } from '../web-connector/session.js';
import type { Call } from '../web-connector/soap-client.js';

/** Prints a line per SOAP call, as QWCLog.txt has them, and on a terminal a progress bar under them. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  #percent = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  call({ operation, ms, said }: Call): void {
    const time = new Date().toISOString().slice(11, 23);
    this.#line(`${time}  ${operation.padEnd(18)} ${`${ms.toFixed(1)} ms`.padStart(10)}  ${said}`);
  }

  percent(percent: number): void {
    this.#percent = Math.min(100, Math.max(0, percent));
    this.#bar();
  }

  close(result: SessionResult): void {
    for (const line of result.parserLog) this.#line(`QuickBooks' parser: ${line}`);
    const counts = `${result.messageSets} message set(s), ${result.roundTrips} round trip(s), ${Math.round(result.ms)} ms`;
    if (this.#out.isTTY) this.#out.write('\r\u001b[K');
    this.#out.write(`Session ${sentences[result.outcome]} (${counts}): ${result.lastError ?? result.closing}\n`);
  }

  #line(text: string): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[K');
    this.#out.write(`${text}\n`);
    this.#bar();
  }

  #bar(): void {
    if (!this.#out.isTTY) return;
    const filled = Math.round((this.#percent / 100) * 40);
    this.#out.write(`\r[${'#'.repeat(filled)}${'.'.repeat(40 - filled)}] ${this.#percent} %`);
  }
}

const sentences: Readonly<Record<SessionResult['outcome'], string>> = {
  done: 'closed well',
  nothingToDo: 'closed, nothing to do',
  postponed: 'postponed by the server',
  refused: 'refused',
  serverError: 'ended by the server with an error',
  callFailed: 'broken off',
  died: 'died',
};
