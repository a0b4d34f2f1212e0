import type { Connection } from '../../../store/connections.js';
import type { RefusedWebConnector } from '../../../store/refused-web-connectors.js';
import { CONNECTION_LONG } from '../../shared/secret-lengths.js';
import { type Html, html } from '../html.js';
import { causeUrl } from './cause-link.js';
import { plural, time } from './marks.js';

/** How often, when and from where: of a week. */
const when = ({ count, firstAt, lastAt, lastAddress }: RefusedWebConnector): Html =>
  html`${plural(count, 'time')} since ${time(firstAt)}, the last time ${time(lastAt)} from <code>${lastAddress}</code>`;

/** On the page of a connection: wrong passwords that came for it, and a password that can be guessed. */
export function passwordNotices(connection: Connection, refused: readonly RefusedWebConnector[]): Html[] {
  const found = refused.find(({ connectionId }) => connectionId === connection.id);
  const isNewer = found !== undefined && (connection.lastSeenAt === null || found.lastAt > connection.lastSeenAt);
  return [
    ...(found === undefined
      ? []
      : [
          html`<p class="notice ${isNewer ? 'bad' : 'wait'}" ${isNewer && html`role="alert"`}>A wrong password came for the user name <code>${found.name}</code>: ${when(found)}.
          ${isNewer ? html`The Web Connector has not been let in since. <a href="${causeUrl('wrong-password')}">What to do</a>` : 'The Web Connector was let in afterwards; if nobody mistyped it, somebody guesses.'}</p>`,
        ]),
    ...(connection.passwordIsShort === true
      ? [
          html`<p class="notice wait">The password of the Web Connector is short: it has fewer than ${CONNECTION_LONG} characters and can be guessed. An admin chooses "Make a new password" on this page.</p>`,
        ]
      : []),
  ];
}

/** On the card of a connection among the others. */
export function refusedFacts(refused: readonly RefusedWebConnector[], id: string): Html | undefined {
  const found = refused.find(({ connectionId }) => connectionId === id);
  return found && html`<dt>Wrong passwords</dt><dd>${when(found)}</dd>`;
}

/** User names that no connection has: mistyped, of a connection that is gone, or guessed. */
export function unknownNames(refused: readonly RefusedWebConnector[]): Html | undefined {
  const unknown = refused.filter(({ connectionId }) => connectionId === null);
  if (unknown.length === 0) return undefined;
  return html`<section class="card"><h2>Unknown user names</h2><p>Web Connectors called with these in the last seven days, and no connection has them.</p>
  <div class="scroll-x" tabindex="0" role="region" aria-label="Unknown user names"><table class="grid"><thead><tr><th scope="col">User name</th><th scope="col">Refused</th></tr></thead>
  <tbody>${unknown.map((each) => html`<tr><td>${each.name}</td><td>${when(each)}</td></tr>`)}</tbody></table></div></section>`;
}
