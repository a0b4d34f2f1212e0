import { randomUUID } from 'node:crypto';
import { textOf } from '../grammar/data.js';
import { refusals } from './refusal.js';
import type { Request } from './request.js';

/** A page of found rows, and what the response says of the rest. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly attributes: Readonly<Record<string, string | number>>;
};

/** The iterators of one QuickBooks session. They end with it: a later Continue gets 3391. */
export class Iterators {
  readonly #left = new Map<string, readonly unknown[]>();

  clear(): void {
    this.#left.clear();
  }

  /**
   * Cuts what a query found to MaxReturned. `iterator="Start"` keeps the rest under a new id, "Continue" goes on with
   * it (finding anew is not needed), "Stop" drops it.
   */
  page<Row>(request: Request, find: () => readonly Row[]): Page<Row> {
    const { iterator, iteratorID = '', metaData } = request.attributes;
    const limit = Number(textOf(request.data, 'MaxReturned') ?? Number.POSITIVE_INFINITY);
    if (iterator === undefined) {
      const rows = find().slice(0, limit);
      const count = metaData && metaData !== 'NoMetaData' ? { retCount: rows.length } : {};
      return { rows: metaData === 'MetaDataOnly' ? [] : rows, attributes: count };
    }
    const isStart = iterator === 'Start';
    const waiting = isStart ? find() : this.#left.get(iteratorID);
    if (!waiting) throw refusals.badIterator(iteratorID);
    const id = isStart ? `{${randomUUID()}}` : iteratorID;
    const left = iterator === 'Stop' ? [] : waiting.slice(limit);
    if (left.length > 0) this.#left.set(id, left);
    else this.#left.delete(id);
    const rows = iterator === 'Stop' ? [] : (waiting.slice(0, limit) as readonly Row[]);
    return { rows, attributes: { iteratorRemainingCount: left.length, iteratorID: id } };
  }
}
