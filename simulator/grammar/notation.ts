import type { ScalarKind, ScalarType } from './scalars.js';

/** A content model: what may stand where in an element. Maximum is 1 or unbounded. */
export type Particle =
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly type: ElementType;
      readonly min: 0 | 1;
      readonly many: boolean;
    }
  | {
      readonly kind: 'sequence' | 'choice';
      readonly parts: readonly Particle[];
      readonly min: 0 | 1;
      readonly many: boolean;
    };

/** What an element holds: text, or the content of a production that is looked up by name. */
export type ElementType = { readonly scalar: ScalarType } | { readonly production: string };

/** Productions by name. */
export type Grammar = ReadonlyMap<string, Particle>;

const scalarNames: ReadonlySet<string> = new Set<ScalarKind>([
  'str',
  'id',
  'amt',
  'price',
  'qty',
  'pct',
  'float',
  'date',
  'datetime',
  'bool',
  'int',
  'interval',
  'guid',
]);

/**
 * Reads a grammar from its notation, one production a paragraph: `Name = content`.
 * - `X:type` an optional element, `X!` required, `X*` any number, `X+` at least one
 * - `(a b)` a sequence, `(a | b)` a choice, with the same marks behind it
 * - `@name` the content of another production, put in here
 * - types: `str(41)`, `id`, `amt`, `price`, `qty`, `pct`, `float`, `date`, `datetime`, `bool`, `int`, `interval`,
 *   `guid`, `enum(A|B)`, `ref(159)` (ListID or FullName of that length), or a production's name;
 *   without a type the production of the element's own name
 */
export function readGrammar(...sources: readonly string[]): Grammar {
  const texts = new Map<string, string>();
  const pieces = sources.flatMap((source) => source.split(/^\s*([\w()]+) =/m).slice(1));
  for (let at = 0; at < pieces.length; at += 2) texts.set(pieces[at] ?? '', pieces[at + 1] ?? '');
  const grammar = new Map<string, Particle>();
  for (const [name, text] of texts) grammar.set(name, new Reader(text, texts).all());
  for (const [, length] of sources.join('\n').matchAll(/:ref\((\d+)\)/g)) {
    grammar.set(`ref(${length})`, new Reader(`ListID:id FullName:str(${length})`, texts).all());
  }
  for (const particle of grammar.values()) checkTypes(particle, grammar);
  return grammar;
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #texts: ReadonlyMap<string, string>;
  #at = 0;

  constructor(text: string, texts: ReadonlyMap<string, string>) {
    this.#tokens = text.match(/@\w+|\w+[!*+]?(:\w+(\([^)]*\))?)?|\)[!*+]?|[(|]/g) ?? [];
    this.#texts = texts;
  }

  all(): Particle {
    const particle = this.#alternatives();
    if (this.#at < this.#tokens.length) throw new Error(`grammar: unexpected "${this.#tokens[this.#at]}"`);
    return { ...particle, min: 1, many: false };
  }

  #alternatives(): Particle {
    const choices: Particle[] = [this.#sequence()];
    while (this.#tokens[this.#at] === '|') {
      this.#at += 1;
      choices.push(this.#sequence());
    }
    const [only] = choices;
    return only && choices.length === 1 ? only : { kind: 'choice', parts: choices, min: 1, many: false };
  }

  #sequence(): Particle {
    const parts: Particle[] = [];
    for (
      let token = this.#tokens[this.#at];
      token && token !== '|' && !token.startsWith(')');
      token = this.#tokens[this.#at]
    ) {
      this.#at += 1;
      if (token === '(') {
        const inner = this.#alternatives();
        const close = this.#tokens[this.#at] ?? ')';
        this.#at += 1;
        parts.push({ kind: 'sequence', parts: [inner], ...marks(close.slice(1)) });
      } else if (token.startsWith('@')) {
        parts.push(new Reader(this.#texts.get(token.slice(1)) ?? missing(token), this.#texts).all());
      } else {
        parts.push(elementOf(token));
      }
    }
    return { kind: 'sequence', parts, min: 1, many: false };
  }
}

function elementOf(token: string): Particle {
  const [, name = '', mark = '', type = name] = /^(\w+)([!*+]?)(?::(.*))?$/s.exec(token) ?? [];
  return { kind: 'element', name, type: typeOf(type), ...marks(mark) };
}

function marks(mark: string): { min: 0 | 1; many: boolean } {
  return { min: mark === '!' || mark === '+' ? 1 : 0, many: mark === '*' || mark === '+' };
}

function typeOf(text: string): ElementType {
  const [, name = '', argument] = /^(\w+)(?:\(([^)]*)\))?$/.exec(text) ?? [];
  if (name === 'enum')
    return { scalar: { kind: 'enum', values: argument?.split('|').map((value) => value.trim()) ?? [] } };
  if (name === 'id') return { scalar: { kind: 'id', maxLength: 36 } };
  if (!scalarNames.has(name)) return { production: text };
  const kind = name as ScalarKind;
  return { scalar: argument ? { kind, maxLength: Number(argument) } : { kind } };
}

function checkTypes(particle: Particle, grammar: Grammar): void {
  if (particle.kind !== 'element') for (const part of particle.parts) checkTypes(part, grammar);
  else if ('production' in particle.type && !grammar.has(particle.type.production)) missing(particle.type.production);
}

function missing(name: string): never {
  throw new Error(`grammar: no production "${name}"`);
}
