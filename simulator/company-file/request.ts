import type { Data } from '../grammar/data.js';
import type { Books } from './books.js';
import type { Iterators } from './iterators.js';
import type { Status } from './refusal.js';

/** A request of a message set, read by the grammar. `name` is without its `Rq`. */
export type Request = {
  readonly name: string;
  readonly requestId?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly data: Data;
};

/** What a request came to. */
export type Outcome = {
  readonly status?: Status;
  /** Objects to return: the name of each Ret and its content. */
  readonly objects?: readonly { readonly name: string; readonly data: Data }[];
  /** Content of the response itself (TxnDel). */
  readonly content?: Data;
  /** What a status check returns for it later. */
  readonly recovery?: Data;
  /** Attributes of the response: retCount, iteratorID, iteratorRemainingCount. */
  readonly attributes?: Readonly<Record<string, string | number>>;
};

/** Executes a request on the books; throws a `Refusal`, after which nothing of it remains. */
export type Handler = (books: Books, request: Request, iterators: Iterators) => Outcome;
