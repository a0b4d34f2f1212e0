import type { CompanyFile } from './company-file/company-file.js';

/** A message set of a session, counted from 1; the host, company and preferences query is not counted. */
export type SetInfo = { readonly number: number; readonly requestXml: string };

/**
 * Which message sets: a number, the name of a request (`InvoiceAdd`: the first set that holds one), `every`, or a
 * function. All but `every` and functions happen once. Default: the first set.
 */
export type When = number | 'every' | (string & {}) | ((set: SetInfo) => boolean);

/** What can go wrong at a message set, besides what QuickBooks refuses by itself. */
export type Misbehaviour = { readonly at?: When } & (
  | { readonly do: 'loseResponse' }
  | { readonly do: 'cutResponse' }
  | { readonly do: 'answerText'; readonly text?: string }
  | { readonly do: 'duplicateAnswer' }
  | { readonly do: 'dieBeforeCommit'; readonly kill?: boolean }
  | { readonly do: 'dieAfterCommit'; readonly kill?: boolean }
  | { readonly do: 'hresult'; readonly hresult: string; readonly message?: string; readonly executed?: boolean }
  | { readonly do: 'delay'; readonly ms: number }
  | { readonly do: 'cannotStore' }
  | { readonly do: 'lock'; readonly what: string; readonly sets?: number }
  | { readonly do: 'edit'; readonly edit: (companyFile: CompanyFile) => void }
);

export type MisbehaviourKind = Misbehaviour['do'];

type Of<Kind extends MisbehaviourKind> = Extract<Misbehaviour, { readonly do: Kind }>;

/** The misbehaviours of a session; it knows which have happened. */
export class MisbehaviourPlan {
  readonly #left: Set<Misbehaviour>;
  readonly #onDue: (one: Misbehaviour) => void;

  constructor(misbehaviours: readonly Misbehaviour[], onDue: (one: Misbehaviour) => void = () => undefined) {
    this.#left = new Set(misbehaviours);
    this.#onDue = onDue;
  }

  /** The misbehaviour of a kind that is due at this set, if any. */
  due<Kind extends MisbehaviourKind>(kind: Kind, set: SetInfo): Of<Kind> | undefined {
    for (const one of this.#left) {
      if (one.do !== kind || !isDue(one.at ?? 1, set)) continue;
      if (one.at !== 'every' && typeof one.at !== 'function') this.#left.delete(one);
      this.#onDue(one);
      return one as Of<Kind>;
    }
    return undefined;
  }
}

function isDue(when: When, set: SetInfo): boolean {
  if (typeof when === 'function') return when(set);
  if (typeof when === 'number') return when === set.number;
  return when === 'every' || set.requestXml.includes(`<${when}Rq`);
}
