import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AppError } from '../domain/errors.js';
import { decodeEntities } from './entities.js';
import { unreadable } from './unreadable.js';
import type { Node } from './xml-node.js';

/** Several times what QuickBooks answers to a message set of 1 MB; reading it takes half a second. */
const MAX_CHARACTERS = 8_000_000;
const MAX_DEPTH = 64;
/** Two for an element with content; 500 records, the most in one message set, with ten lines each have some 200,000. */
const MAX_TAGS = 500_000;
/** An answer to one request has five. */
const MAX_ATTRIBUTES = 50_000;

/** What an element is called in the parser's result: no name is one that objects have of their own, which it refuses. */
const ELEMENT = '/';
const ATTRIBUTE = '@';
const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTES = ':@';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  // It comes here twice with an element that is empty.
  transformTagName: (name) => (name.startsWith(ELEMENT) ? name : ELEMENT + name),
  parseTagValue: false,
  trimValues: false,
  // A text stays as it is (undefined); white space between elements is none (""), and half of what would be kept.
  tagValueProcessor: (_name, text, _path, _hasAttributes, isOnly) => (isOnly || text.trim() !== '' ? undefined : ''),
  // It would drop references to control characters, which people type, and leave what is no entity as it is.
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
  // Not the path of every text as a string: nobody asks for it.
  jPath: false,
});

/** What the parser gives for an element or a text: one key that says which, and the attributes. */
type Parsed = Readonly<Record<string, unknown>>;

/**
 * Reads a document strictly: well-formed to the very end, one root, no DTD, known entities only. The validator goes over it
 * first, because the parser takes one that was cut off; what both let pass is looked for here. Throws `unreadable`.
 */
export function readXml(xml: string): Node {
  checkSize(xml);
  // Also a byte order mark; the validator wants the declaration at the very beginning.
  const document = xml.trimStart();
  checkSpecials(document);
  const valid = XMLValidator.validate(document);
  if (valid !== true) throw unreadable(`${valid.err.msg} (line ${valid.err.line}, column ${valid.err.col})`);
  const roots = parsed(document).filter((each) => !isBlank(each));
  const [root] = roots;
  if (root === undefined || roots.length > 1) throw unreadable(`found ${roots.length} root elements, expected one`);
  return nodeOf(root);
}

function checkSize(xml: string): void {
  if (xml.length > MAX_CHARACTERS) {
    throw unreadable(`found ${xml.length} characters, expected at most ${MAX_CHARACTERS}`);
  }
  let tags = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at + 1)) tags += 1;
  if (tags > MAX_TAGS) throw unreadable(`found ${tags} tags, expected at most ${MAX_TAGS}`);
  const attributes = xml.match(/=\s*["']/g)?.length ?? 0;
  if (attributes > MAX_ATTRIBUTES) {
    throw unreadable(`found ${attributes} attributes, expected at most ${MAX_ATTRIBUTES}`);
  }
}

const SPECIAL = /<(?:\?|!(?:--|\[CDATA\[)?|\/[^<>]*\/>)/g;
const ENDS: Readonly<Record<string, string>> = { '<?': '?>', '<!--': '-->', '<![CDATA[': ']]>' };

/**
 * A DTD can define entities that expand without end; qbXML has none. Whatever else is no element has to end. And a tag
 * that closes is not empty, behind the last of them stands nothing: the validator does not look at that.
 */
function checkSpecials(xml: string): void {
  SPECIAL.lastIndex = 0;
  for (let found = SPECIAL.exec(xml); found !== null; found = SPECIAL.exec(xml)) {
    const end = ENDS[found[0]];
    if (end === undefined) throw unreadable(`found ${found[0].slice(0, 100)}, which is no markup of qbXML`);
    const at = xml.indexOf(end, SPECIAL.lastIndex);
    if (at === -1) throw unreadable(`found no "${end}" to the end`);
    SPECIAL.lastIndex = at + end.length;
  }
  if (!xml.trimEnd().endsWith('>')) throw unreadable('its last character is not that of a closing tag');
}

function parsed(xml: string): readonly Parsed[] {
  try {
    return parser.parse(xml);
  } catch (cause) {
    throw unreadable(AppError.from(cause).message);
  }
}

const isBlank = (each: Parsed): boolean => typeof each[TEXT] === 'string' && each[TEXT].trim() === '';

function nodeOf(found: Parsed): Node {
  const key = Object.keys(found).find((each) => each.startsWith(ELEMENT));
  if (key === undefined) throw unreadable('found text outside the root element');
  const children: Node[] = [];
  let text = '';
  for (const each of found[key] as readonly Parsed[]) {
    if (TEXT in each) text += decodeEntities(each[TEXT] as string);
    else if (CDATA in each) text += ((each[CDATA] as readonly Parsed[])[0]?.[TEXT] as string | undefined) ?? '';
    else children.push(nodeOf(each));
  }
  return { name: key.slice(ELEMENT.length), attributes: attributesOf(found[ATTRIBUTES]), children, text };
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

function attributesOf(found: unknown): ReadonlyMap<string, string> {
  if (found === undefined) return NO_ATTRIBUTES;
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(found as Readonly<Record<string, string>>)) {
    if (value.includes('<')) throw unreadable(`found "<" in the attribute ${name.slice(ATTRIBUTE.length)}`);
    attributes.set(name.slice(ATTRIBUTE.length), decodeEntities(value));
  }
  return attributes;
}
