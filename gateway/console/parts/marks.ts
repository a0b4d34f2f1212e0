import { minuteIn, secondIn } from '../../../domain/time-zone.js';
import type { TransferStatus } from '../../../domain/transfer-status.js';
import { type Html, html } from '../html.js';
import { zoneOfPage } from '../zone.js';

const STATUS_CLASS = {
  'Not Transferred': 'idle',
  Pending: 'pending',
  'Pending/Failed': 'failed',
  Transferred: 'done',
} as const satisfies Record<TransferStatus, string>;

/** The status as text with a mark of its colour. */
export const statusMark = (status: TransferStatus): Html =>
  html`<span class="mark ${STATUS_CLASS[status]}">${status}</span>`;

/** A time as 2026-01-05 14:03 in the user's zone; the exact one, in UTC, for machines and for who points at it. */
export function time(at: string | null | undefined, fallback = '–'): Html | string {
  if (at === null || at === undefined) return fallback;
  return html`<time datetime="${at}" title="${at}">${minuteIn(zoneOfPage(), at)}</time>`;
}

/** The time of day to the second, as 14:03:59, in the user's zone. */
export const clock = (at: string): Html =>
  html`<time datetime="${at}" title="${at}">${secondIn(zoneOfPage(), at).slice(11)}</time>`;

export const thousands = (count: number): string => String(count).replace(/\B(?=(?:\d{3}){1,6}$)/g, ',');

/** `1 item`, `2 items`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${thousands(count)} ${count === 1 ? one : many}`;

/** How long ago, or until when, in words. */
export function span(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return plural(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? plural(hours, 'hour') : plural(Math.round(hours / 24), 'day');
}
