import { decodeEntities } from './entities.js';
import { unreadable } from './unreadable.js';
import type { Node } from './xml-node.js';

/** Beyond any answer that QuickBooks gives to what we ask, and small enough to hold in memory. */
const MAX_CHARACTERS = 32_000_000;
const MAX_DEPTH = 64;
/** 500 records, the most in one message set, with ten lines each are some 100,000. */
const MAX_ELEMENTS = 250_000;

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const CLOSE_END = /\s*>/y;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

type OpenNode = Node & { readonly children: Node[]; text: string };

/**
 * Reads a document in one strict pass: well-formed to the very end, one root, no DTD, known entities only.
 * Our own reader because fast-xml-parser takes a document that was cut off unless its validator goes over it as well:
 * about 20 ms for the answer to 50 invoices (180 kB), this one about 3 ms. Throws `unreadable`.
 */
export function readXml(xml: string): Node {
  if (xml.length > MAX_CHARACTERS) {
    throw unreadable(`found ${xml.length} characters, expected at most ${MAX_CHARACTERS}`);
  }
  return new Reader(xml).document();
}

class Reader {
  readonly #xml: string;
  #position: number;
  #root: Node | undefined;
  readonly #open: OpenNode[] = [];
  #elements = 0;

  constructor(xml: string) {
    this.#xml = xml;
    this.#position = xml.startsWith('\ufeff') ? 1 : 0;
  }

  document(): Node {
    for (;;) {
      const tag = this.#xml.indexOf('<', this.#position);
      this.#characters(decodeEntities(this.#xml.slice(this.#position, tag === -1 ? undefined : tag)));
      if (tag === -1) break;
      this.#position = tag + 1;
      this.#markup();
    }
    if (this.#root === undefined || this.#open.length > 0) {
      throw unreadable('it ends before its last element is closed');
    }
    return this.#root;
  }

  #markup(): void {
    const next = this.#xml.charAt(this.#position);
    if (next === '/') this.#closeTag();
    else if (next === '?') this.#skipTo('?>');
    else if (next !== '!') this.#openTag();
    else if (this.#xml.startsWith('!--', this.#position)) this.#skipTo('-->', 3);
    else if (this.#xml.startsWith('![CDATA[', this.#position)) this.#characters(this.#skipTo(']]>', 8));
    // A DTD can define entities that expand without end; qbXML has none.
    else throw this.#malformed('a document type definition or unknown markup');
  }

  #openTag(): void {
    const name = this.#match(NAME)?.[0];
    if (name === undefined) throw this.#malformed('"<" without the name of an element');
    const isPlain = this.#endsHere();
    const attributes = isPlain ? NO_ATTRIBUTES : this.#attributes();
    const isEmpty = !isPlain && this.#tagEnd(name) === '/';
    if (this.#root !== undefined && this.#open.length === 0) throw this.#malformed('a second root element');
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw this.#malformed(`more than ${MAX_ELEMENTS} elements`);
    const node: OpenNode = { name, attributes, children: [], text: '' };
    this.#open.at(-1)?.children.push(node);
    this.#root ??= node;
    if (isEmpty) return;
    if (this.#open.push(node) > MAX_DEPTH) throw this.#malformed(`more than ${MAX_DEPTH} levels`);
  }

  #tagEnd(name: string): string | undefined {
    const end = this.#match(TAG_END);
    if (end === undefined) throw this.#malformed(`<${name}> that is not finished`);
    return end[1];
  }

  #attributes(): ReadonlyMap<string, string> {
    let attributes: Map<string, string> | undefined;
    for (let found = this.#match(ATTRIBUTE); found !== undefined; found = this.#match(ATTRIBUTE)) {
      const [, name = '', double, single] = found;
      attributes ??= new Map();
      if (attributes.has(name)) throw this.#malformed(`the attribute ${name} twice`);
      attributes.set(name, decodeEntities(double ?? single ?? ''));
    }
    return attributes ?? NO_ATTRIBUTES;
  }

  #closeTag(): void {
    this.#position += 1;
    const open = this.#open.pop();
    if (open === undefined || !this.#xml.startsWith(open.name, this.#position)) {
      throw this.#malformed(
        open === undefined ? 'a closing tag without its element' : `<${open.name}> that is not closed`,
      );
    }
    this.#position += open.name.length;
    if (!this.#endsHere() && this.#match(CLOSE_END) === undefined) {
      throw this.#malformed(`</${open.name} that is not finished`);
    }
  }

  #characters(text: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.text += text;
    else if (text.trim() !== '') throw this.#malformed('text outside the root element');
  }

  /** Moves behind the next `end` and gives what stands before it, from `offset` on. */
  #skipTo(end: string, offset = 1): string {
    const start = this.#position + offset;
    const found = this.#xml.indexOf(end, start);
    if (found === -1) throw this.#malformed(`no "${end}" to the end`);
    this.#position = found + end.length;
    return this.#xml.slice(start, found);
  }

  /** Whether a tag ends right here, as most do; spares the patterns. */
  #endsHere(): boolean {
    if (this.#xml.charAt(this.#position) !== '>') return false;
    this.#position += 1;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#xml) ?? undefined;
    if (found !== undefined) this.#position = pattern.lastIndex;
    return found;
  }

  #malformed(found: string): Error {
    return unreadable(`found ${found} at character ${this.#position}`);
  }
}
