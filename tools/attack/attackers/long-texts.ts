import { type CompanyFile, openInMemoryCompanyFile } from '../../../simulator/simulator.js';
import { ask, call, openForm, signIn } from '../http.js';
import { type Attacker, address, again, type Target } from './attacker.js';

const BLOCK = 5;
const FROM = address(BLOCK, 0);
const READER = address(BLOCK, 1);
/** So many pages of a kind a reader opens before he begins anew. */
const PAGES = 8;

type Said = { response: string; hresult: string; message: string };
const response = (text: string): Said => ({ response: text, hresult: '', message: '' });
const message = (text: string): Said => ({ response: '', hresult: '0x80040402', message: text });
const answers = (content: string): Said =>
  response(`<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>${content}</QBXMLMsgsRs></QBXML>`);

/** What is said of a set of invoices; undefined: QuickBooks cannot be reached, and that is said at length. */
type Say = ((requestIds: readonly string[]) => Said) | undefined;

const TEXTS: readonly (readonly [name: string, say: Say])[] = [
  ['connectionError', undefined],
  [
    'statusMessage',
    (ids) =>
      answers(
        ids
          .map(
            (id) =>
              `<InvoiceAddRs requestID="${id}" statusCode="3180" statusSeverity="Error" statusMessage="${'There was an error. '.repeat(115_000)}"/>`,
          )
          .join(''),
      ),
  ],
  ['angles', () => response('‹'.repeat(160_000))],
  ['open brackets', () => response('<'.repeat(160_000))],
  ['comment', ([id]) => answers(`<!--${'x'.repeat(200_000)}--><InvoiceAddRs requestID="${id}" statusCode="3180"/>`)],
  ['starts of answers', ([id]) => answers(`<!--${`<aRs requestID="${id}" `.repeat(2_000)}-->`)],
  ['message', () => message('QuickBooks has a lot to say. '.repeat(100_000))],
];

/** A QuickBooks that answers at length, and somebody who opens the pages that show it. */
export const longTexts: Attacker = async (target, note, signal) => {
  const { ownerId, fileId } = target.talking;
  const company = openInMemoryCompanyFile();
  company.writeFileId(ownerId, fileId);
  let next = 0;
  await Promise.all([
    again(signal, note, 500, async () => {
      const [name, say] = TEXTS[next++ % TEXTS.length] as (typeof TEXTS)[number];
      note(await talk(target, company, name, say));
    }),
    again(signal, note, 1_000, () => read(target, note, signal)),
  ]);
};

/** @returns what was said, or why nothing was */
async function talk({ url, talking }: Target, company: CompanyFile, name: string, say: Say): Promise<string> {
  const soap = (operation: Parameters<typeof call>[2], parameters: Record<string, string>): Promise<string[]> =>
    call(url, FROM, operation, parameters);
  const [ticket = '', answer] = await soap('authenticate', { strUserName: talking.id, strPassword: talking.password });
  if (ticket === '') return `authenticate ${answer}`;
  if (say === undefined) {
    const longest = 'QuickBooks cannot be reached. '.repeat(100_000);
    await soap('connectionError', { ticket, hresult: '0x80040408', message: longest });
    return name;
  }
  let strHCPResponse = company.hostCompanyPreferences(talking.ownerId).response;
  for (let sets = 0; sets < 5; sets += 1) {
    const [request = ''] = await soap('sendRequestXML', { ticket, strHCPResponse });
    strHCPResponse = '';
    if (request === '') break;
    const ids = [...request.matchAll(/<InvoiceAddRq requestID="([^"]+)"/g)].map(([, id = '']) => id);
    const said = ids.length > 0 ? say(ids) : undefined;
    await soap('receiveResponseXML', { ticket, ...(said ?? honest(company, request)) });
    if (said !== undefined) break;
  }
  await soap('getLastError', { ticket });
  await soap('closeConnection', { ticket });
  return name;
}

function honest(company: CompanyFile, request: string): Said {
  const answer = company.process(request);
  return 'hresult' in answer
    ? { response: '', hresult: answer.hresult, message: answer.message }
    : response(answer.response);
}

/** Where what was said is shown: item pages, sessions, message sets, exports. */
const WORTH_READING = /\/(?:invoices|sessions|message-sets|failures|errors)(?:\/|$)/;

/** From page to page, the newest links first. */
async function read(
  { url, talking, person }: Target,
  note: (what: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { cookies, status } = await signIn(url, READER, await openForm(url, READER), person);
  if (status !== 303) return note(`reader ${status}`);
  const home = `/console/c/${talking.id}`;
  const waiting = [`${home}/sessions`, `${home}/invoices`, `${home}/export/invoices`, `${home}/failures`];
  const seen = new Set(waiting);
  for (let opened = 0; waiting.length > 0 && opened < 4 * PAGES && !signal.aborted; opened += 1) {
    const path = waiting.shift() ?? home;
    const began = performance.now();
    const page = await ask(url + path, { from: READER, headers: { cookie: cookies.join('; ') } });
    note(`page ${page.status}${performance.now() - began > 2_000 ? ' after more than 2 s' : ''}`);
    const links = [...page.body.matchAll(/href="([^"#?]+)"/g)].map(([, link = '']) => link);
    const found = links.filter((link) => link.startsWith(home) && WORTH_READING.test(link) && !seen.has(link));
    for (const link of found.slice(0, PAGES)) {
      seen.add(link);
      waiting.push(link);
    }
  }
}
