import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Keeps every qbXML request and response as numbered files that hold exactly what went over the wire. Only what is
 * valid ends in `.xml`: a request that QuickBooks refuses whole, or that holds a bad value, ends in `.xml.rejected`; what
 * was delivered instead of the true response ends in `.delivered.txt`.
 */
export class Transcript {
  readonly #folder: string;
  #number: number;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    const numbers = readdirSync(folder).map((name) => Number(/^(\d{4,})-/.exec(name)?.[1] ?? 0));
    this.#number = Math.max(0, ...numbers);
  }

  /** A request and its response, or that there was none. */
  keep(request: string, response: string | undefined, isValid: boolean): void {
    this.#number += 1;
    this.#write(isValid ? 'request.xml' : 'request.xml.rejected', request);
    if (response !== undefined) this.#write('response.xml', response);
  }

  /** What the server got instead of the last response. */
  keepDelivered(text: string): void {
    this.#write('response.delivered.txt', text);
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.#folder, `${String(this.#number).padStart(4, '0')}-${name}`), text);
  }
}
