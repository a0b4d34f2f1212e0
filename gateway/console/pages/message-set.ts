import type { FastifyReply } from 'fastify';
import { AppError } from '../../../domain/errors.js';
import { type Exchange, exchanges } from '../../../store/console-item.js';
import { type Html, html } from '../html.js';
import { messageSetUrl, page, sessionUrl } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { thousands, time } from '../parts/marks.js';
import { MOST_SHOWN, prettyXml } from '../xml-view.js';

/** A message set with what was sent and answered, and the whole of both to download: customers' data, for operators only. */
export function addMessageSetPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/message-sets/:id', role: 'operator', handle: messageSetPage });
  for (const part of PARTS) {
    const url = `/c/:c/message-sets/:id/${part}.xml`;
    addPage(console, { method: 'GET', url, role: 'operator', handle: (call) => download(call, part) });
  }
}

const PARTS = ['request', 'response'] as const;
type Part = (typeof PARTS)[number];

async function setOfPath(call: Call, connectionId: string): Promise<Exchange> {
  const [set] = await exchanges(call.deps.database, connectionId, [call.path.id ?? '']);
  if (set === undefined) throw new AppError('notFound', 'There is no such message set.');
  return set;
}

/** The bytes as they are stored, for a file: no browser opens them as a page of ours. */
async function download(call: Call, part: Part): Promise<FastifyReply> {
  const { connection } = await connectionOfPath(call);
  const set = await setOfPath(call, connection.id);
  const text = set[part];
  if (text === null) throw new AppError('notFound', `The message set has no ${part}.`);
  return call.reply
    .type('text/xml; charset=utf-8')
    .header('content-disposition', `attachment; filename="${set.id}-${part}.xml"`)
    .send(text);
}

async function messageSetPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const set = await setOfPath(call, connection.id);
  return page(call, {
    title: `Message set ${set.id}`,
    active: 'sessions',
    connection,
    connections,
    aside: html`<a href="${sessionUrl(connection.id, set.sessionId)}">The session</a>`,
    body: html`<section class="card"><dl class="facts"><dt>Made</dt><dd>${time(set.createdAt)}</dd><dt>State</dt><dd>${set.state}</dd>
    <dt>Settled</dt><dd>${time(set.settledAt)}</dd>${set.hresult !== null && html`<dt>hresult</dt><dd>${set.hresult} ${set.message}</dd>`}</dl></section>
    <section class="card"><h2>Request</h2>${shownPart(connection.id, set, 'request')}</section>
    <section class="card"><h2>Response</h2>${shownPart(connection.id, set, 'response')}</section>`,
  });
}

function shownPart(connectionId: string, set: Exchange, part: Part): Html {
  const whole = set[part];
  if (whole === null) return html`<p class="muted">None has come.</p>`;
  const { text, isWhole } = prettyXml(whole);
  const url = `${messageSetUrl(connectionId, set.id)}/${part}.xml`;
  return html`${!isWhole && html`<p class="notice wait">These are the first ${thousands(MOST_SHOWN)} characters of ${thousands(whole.length)}.</p>`}
  <pre tabindex="0">${text}</pre><p><a href="${url}" download>Download the whole ${part}</a></p>`;
}
