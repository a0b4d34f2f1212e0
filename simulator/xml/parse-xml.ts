/** One XML element. `text` is its character data put together; qbXML and SOAP use no mixed content. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

/** A document: its root and the processing instructions in front of it, `<?xml …?>` included. */
export type XmlDocument = {
  readonly root: XmlElement;
  readonly instructions: readonly { readonly target: string; readonly content: string }[];
};

/** The text is not well-formed XML. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

type Open = {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  parts: string[];
};

const nameAt = /[A-Za-z_][\w.:-]*/y;
const attributeAt = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const tagEndAt = /\s*(\/?)>/y;
/** What XML 1.0 forbids: control characters, U+FFFE and U+FFFF. */
const forbidden = /[^\t\n\r -\ufffd]/;

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Parses strictly: QuickBooks refuses a whole message set for one wrong character, and a lenient parser would hide it.
 * Comments and CDATA are understood; a document type declaration is refused.
 */
export function parseXml(source: string): XmlDocument {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source;
  if (forbidden.test(text)) throw new XmlError('a control character that XML forbids');
  const instructions: { target: string; content: string }[] = [];
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let at = 0;

  const fail = (what: string): never => {
    throw new XmlError(`${what} in line ${text.slice(0, at).split('\n').length}`);
  };
  const until = (end: string, from: number): number => {
    const found = text.indexOf(end, from);
    return found < 0 ? fail(`no "${end}"`) : found;
  };
  const addText = (part: string): void => {
    const open = stack.at(-1);
    if (open) open.parts.push(part);
    else if (part.trim() !== '') fail('text outside the root element');
  };
  const addElement = (open: Open): void => {
    const element = { ...open, text: open.parts.join('') };
    const parent = stack.at(-1);
    if (parent) parent.children.push(element);
    else if (root) fail('a second root element');
    else root = element;
  };
  const readStartTag = (): void => {
    nameAt.lastIndex = at + 1;
    const name = nameAt.exec(text)?.[0] ?? fail('a "<" that starts no tag');
    at = nameAt.lastIndex;
    const attributes: Record<string, string> = {};
    for (;;) {
      attributeAt.lastIndex = at;
      const found = attributeAt.exec(text);
      if (!found) break;
      const key = found[1] ?? '';
      if (Object.hasOwn(attributes, key)) fail(`the attribute "${key}" twice`);
      attributes[key] = decodeEntities(found[2] ?? found[3] ?? '', fail);
      at = attributeAt.lastIndex;
    }
    tagEndAt.lastIndex = at;
    const end = tagEndAt.exec(text) ?? fail(`the tag "${name}" is not well formed`);
    at = tagEndAt.lastIndex;
    const open: Open = { name, attributes, children: [], parts: [] };
    if (end[1] === '/') addElement(open);
    else stack.push(open);
  };

  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at) addText(decodeEntities(text.slice(at, end), fail));
    at = end;
    if (next < 0) break;
    if (text.startsWith('<?', at)) {
      const close = until('?>', at);
      const [target = '', ...rest] = text.slice(at + 2, close).split(/\s+/);
      if (target === 'xml' && at > 0) fail('an XML declaration that is not at the start');
      instructions.push({ target, content: rest.join(' ') });
      at = close + 2;
    } else if (text.startsWith('<!--', at)) {
      at = until('-->', at + 4) + 3;
    } else if (text.startsWith('<![CDATA[', at)) {
      const close = until(']]>', at);
      addText(text.slice(at + 9, close));
      at = close + 3;
    } else if (text.startsWith('<!', at)) {
      fail('a document type declaration');
    } else if (text.startsWith('</', at)) {
      const close = until('>', at);
      const open = stack.pop() ?? fail('an end tag without a start tag');
      if (text.slice(at + 2, close).trimEnd() !== open.name) fail(`"${open.name}" is not closed`);
      addElement(open);
      at = close + 1;
    } else {
      readStartTag();
    }
  }
  const unclosed = stack.at(-1);
  if (unclosed) fail(`"${unclosed.name}" is not closed`);
  return { root: root ?? fail('no root element'), instructions };
}

function decodeEntities(text: string, fail: (what: string) => never): string {
  let decoded = '';
  let done = 0;
  for (let start = text.indexOf('&'); start >= 0; start = text.indexOf('&', done)) {
    const end = text.indexOf(';', start);
    if (end < 0) fail('a bare "&"');
    decoded += text.slice(done, start) + characterOf(text.slice(start + 1, end), fail);
    done = end + 1;
  }
  return decoded + text.slice(done);
}

function characterOf(name: string, fail: (what: string) => never): string {
  const known = predefined[name];
  if (known !== undefined) return known;
  const number = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name);
  if (!number) return fail(`the unknown entity "&${name};"`);
  const code = number[1] ? Number.parseInt(number[1], 16) : Number(number[2]);
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  const character = isCharacter ? String.fromCodePoint(code) : '';
  return isCharacter && !forbidden.test(character) ? character : fail(`the entity "&${name};" is no character`);
}
