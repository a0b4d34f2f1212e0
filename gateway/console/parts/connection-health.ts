import { isWithin, syncWindowText } from '../../../domain/sync-window.js';
import type { Connection } from '../../../store/connections.js';
import type { ConnectionHealth } from '../../../store/console-connections.js';
import { type Html, html } from '../html.js';
import { causeUrl, whatToDoAboutSession } from './cause-link.js';
import { plural, span, time } from './marks.js';

/** A Web Connector may be late by so much before anybody is told. */
const GRACE_MINUTES = 5;

/** When the Web Connector should call next, by what its .qwc file says. */
export const nextExpected = ({ lastSeenAt, runEveryMinutes }: Connection): string | undefined =>
  lastSeenAt === null || runEveryMinutes === null
    ? undefined
    : new Date(Date.parse(lastSeenAt) + runEveryMinutes * 60_000).toISOString();

/** What of a connection needs somebody: paused, silent, or its last session went wrong. */
export function healthNotices(connection: Connection, health: ConnectionHealth | undefined, now: string): Html[] {
  const { lastSeenAt, runEveryMinutes, settings } = connection;
  const silentMs = lastSeenAt === null ? 0 : Date.parse(now) - Date.parse(lastSeenAt);
  const notices: Html[] = [];
  if (settings.paused)
    notices.push(
      html`<p class="notice wait">Paused: the Web Connector is told to come back later. <a href="${causeUrl('paused')}">About pauses</a></p>`,
    );
  if (settings.syncWindow !== undefined && !isWithin(settings.syncWindow, now))
    notices.push(
      html`<p class="notice wait">Outside of its sync window (${syncWindowText(settings.syncWindow)}): the Web Connector is told to come back later. <a href="${causeUrl('outside-window')}">About sync windows</a></p>`,
    );
  if (lastSeenAt === null)
    notices.push(html`<p class="notice wait">The Web Connector has never called. The steps below lead there.</p>`);
  else if (runEveryMinutes !== null && silentMs > (runEveryMinutes + GRACE_MINUTES) * 60_000)
    notices.push(
      html`<p class="notice bad" role="alert">The Web Connector has not called for ${span(silentMs)}, but should every ${plural(runEveryMinutes, 'minute')}. <a href="${causeUrl('not-called')}">What to do</a></p>`,
    );
  if (health?.lastState === 'failed' && health.lastError !== null)
    notices.push(
      html`<p class="notice bad" role="alert">The last session failed: ${health.lastError}${whatToDoAboutSession(health)}</p>`,
    );
  if (health?.lastState === 'lost')
    notices.push(
      html`<p class="notice bad" role="alert">The Web Connector stopped in the middle of the last session. <a href="${causeUrl('session-lost')}">What to do</a></p>`,
    );
  return notices;
}

/** Last seen and next expected, in words. */
export function seen(connection: Connection, now: string): Html {
  const { lastSeenAt } = connection;
  const next = nextExpected(connection);
  if (lastSeenAt === null) return html`never`;
  return html`${time(lastSeenAt)} (${span(Date.parse(now) - Date.parse(lastSeenAt))} ago)${next !== undefined && html`, next expected ${time(next)}`}`;
}
