import { describe, expect, it } from 'vitest';
import { cut, withCutTexts } from '../domain/texts.js';
import { causeOf, todoFor } from '../gateway/console/catalogue.js';
import { csvField } from '../gateway/console/csv.js';
import { html } from '../gateway/console/html.js';
import { whatToDo } from '../gateway/console/parts/cause-link.js';
import { storable } from '../gateway/console/text.js';
import { elementsOf, prettyXml } from '../gateway/console/xml-view.js';
import { takeApart } from '../gateway/qbwc/envelope.js';
import { escapeText } from '../gateway/qbwc/soap.js';
import { decodeKnownEntities } from '../qbxml/entities.js';
import { parseMessageSet } from '../qbxml/envelope.js';
import { parseHostCompanyPreferences } from '../qbxml/host-company-preferences.js';
import { hresultOf } from '../qbxml/hresults.js';
import { toLatin1 } from '../qbxml/latin1.js';
import { parseRequestId } from '../qbxml/message-set-id.js';
import { CUSTOMER, fullNameOf } from '../qbxml/names.js';
import { hintFor } from '../qbxml/status-codes.js';
import { likePattern } from '../store/item-list.js';
import { onErrorOf, requestsOf } from '../transfers/purposes/asked.js';

/** A function that takes a quarter of a minute for a text of this length is quadratic; a linear one takes milliseconds. */
const LENGTH = 60_000;
const PATIENCE_MS = 500;

const SEEDS = [
  ...['<', '>', '<a', '<a>', '</a>', '<a/>', '< ', '<!--', '-->', '<![CDATA[', '<?', '</', '<a>x', '<a>\n'],
  ...[
    '<a b="',
    "<a b='",
    '<a b="c" ',
    '"',
    "'",
    '=',
    ' =',
    '&',
    '&amp',
    '&#1',
    '&amp;',
    ' ',
    '\n',
    '\r',
    '\t',
    ';',
    ',',
  ],
  ...['<aRs requestID="1" ', '<aRs requestID="1">', '<aRs requestID="1"', '<aRs requestID="1"/>', ' requestID="1"'],
  ...['<TxnID>', '<CompanyName>', '<DataExtRet>', '<DataExtRet><OwnerID>', '<QBXMLMsgsRq ', 'onError="stopOnError" '],
  ...[
    '0',
    '-',
    '1.',
    '1,',
    '0x',
    '80040400',
    'a',
    '=1;',
    ';=',
    '\n=',
    ':',
    '~',
    'x ',
    '\u0301\u0323',
    '\u{1f600}',
    '\0',
  ],
];

/** Repeated alone, after something that makes sense, and with an end that does not. */
const TEXTS = SEEDS.flatMap((seed) => {
  const repeated = seed.repeat(Math.ceil(LENGTH / seed.length));
  return [repeated, `<QBXML>${repeated}!`];
});

const ENVELOPE = (text: string): string =>
  `<Envelope><Body><authenticate><strUserName>${text}</strUserName></authenticate></Body></Envelope>`;

/** Whatever is done to texts that come from QuickBooks, the Web Connector, the PSA and browsers. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'shows XML': (text) => prettyXml(text, Number.POSITIVE_INFINITY),
  'finds an answer': (text) => elementsOf(text, ['1']),
  'finds an answer by what came': (text) => elementsOf('<aRs requestID="1"/>', [text]),
  'reads an answer': (text) => parseMessageSet(text),
  'reads an answer with it inside': (text) => parseMessageSet(`<QBXML><QBXMLMsgsRs>${text}</QBXMLMsgsRs></QBXML>`),
  'reads an attribute': (text) => parseMessageSet(`<QBXML><QBXMLMsgsRs a="${text}"/></QBXML>`),
  'reads a call': (text) => takeApart(Buffer.from(text)),
  'reads a call with it inside': (text) => takeApart(Buffer.from(ENVELOPE(text))),
  'writes a result': (text) => escapeText(text),
  'reads what QuickBooks says of itself': (text) => parseHostCompanyPreferences(text, '{x}'),
  'decodes entities': (text) => decodeKnownEntities(text),
  'understands an hresult': (text) => hresultOf(text),
  'understands a status': (text) =>
    [3140, 3180, 3170, 3210].map((code) => hintFor({ code, message: text, type: text })),
  'reads a requestID': (text) => parseRequestId(text),
  'reads a message set of ours': (text) => [
    requestsOf({ request: text, asked: null, state: 'sent' }),
    onErrorOf({ request: text, onError: null }),
  ],
  'makes Latin-1': (text) => toLatin1(text),
  'makes a name': (text) => fullNameOf(text, CUSTOMER, 'customer'),
  'cuts a text': (text) => [cut(text), withCutTexts({ message: text })],
  'writes CSV': (text) => csvField(text),
  'writes HTML': (text) => html`<p>${text}</p>`,
  'links a cause': (text) => [whatToDo(text), causeOf(text), todoFor('invoices', { code: text, message: text })],
  'reads a form': (text) => storable(text),
  searches: (text) => likePattern(text),
};

/** Time of this process alone: what else runs on the machine does not count. */
function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  try {
    work();
  } catch {
    // Refusing a text is an answer, too.
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least of some tries: a collection of garbage is not the function's. */
function costMs(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let left = 3; left > 0 && least > PATIENCE_MS; left -= 1) least = Math.min(least, cpuMs(work));
  return least;
}

describe('a text from outside costs no more than its length, where the product', () => {
  it.each(Object.entries(READERS))('%s', (_name, read) => {
    const slow = TEXTS.map((text) => ({ begins: text.slice(0, 30), ms: costMs(() => read(text)) }));

    expect(slow.filter(({ ms }) => ms > PATIENCE_MS)).toEqual([]);
  });
});
