import type { z } from 'zod';
import type { SyncWindow } from '../../domain/sync-window.js';
import { type Connection, DEFAULT_SETTINGS } from '../../store/connections.js';
import { connectionBody } from '../shared/schemas/connection.js';
import { validate } from '../shared/validate.js';
import { type Html, html } from './html.js';

const LISTS = [
  { key: 'customers', title: 'Missing customers' },
  { key: 'vendors', title: 'Missing vendors' },
  { key: 'items', title: 'Missing items' },
] as const;

const choice = (name: string, chosen: string, options: Readonly<Record<string, string>>): Html =>
  html`<select name="${name}">${Object.entries(options).map(([value, text]) => html`<option value="${value}" ${value === chosen && 'selected'}>${text}</option>`)}</select>`;

/** What people configure of a connection; `connection` is absent for a new one. A new window is in the zone of who makes it. */
export function connectionFields(zone: string, connection?: Connection): Html {
  const settings = connection?.settings ?? DEFAULT_SETTINGS;
  return html`<label>Name <input name="displayName" required maxlength="200" value="${connection?.displayName}"></label>
  <label>User name for the Web Connector <input name="username" required maxlength="100" autocomplete="off" value="${connection?.username}"></label>
  <label>Runs every … minutes <input name="runEveryMinutes" type="number" min="1" max="44640" value="${connection === undefined ? 15 : connection.runEveryMinutes}">
  <span class="hint">Goes into the .qwc file. Empty: only when somebody chooses "Update Selected".</span></label>
  <label>Path of the company file <input name="companyFile" maxlength="1000" value="${connection?.companyFile}">
  <span class="hint">Empty: the file that is open in QuickBooks.</span></label>
  <label>Numbers in QuickBooks ${choice('numbering', settings.numbering, { psa: 'those of the PSA', quickbooks: 'QuickBooks gives its own' })}</label>
  ${LISTS.map(
    ({ key, title }) =>
      html`<label>${title} ${choice(`missing-${key}`, settings.missing[key], { fail: 'fail: the item becomes Pending/Failed', create: 'create: they are added to QuickBooks' })}</label>`,
  )}
  <fieldset><legend>Sync window: sessions begin only then</legend>
  <label>from <input name="window-from" type="time" value="${settings.syncWindow?.from}"></label> <label>to <input name="window-to" type="time" value="${settings.syncWindow?.to}"></label>
  <label>in the time zone <input name="window-zone" maxlength="64" autocomplete="off" value="${settings.syncWindow?.timeZone ?? zone}"></label>
  <span class="hint">For those who cannot work in QuickBooks meanwhile, as 19:00 to 07:00. Empty: at any time. Holds for "Update Selected", too.</span></fieldset>
  <details><summary>Limits of a message set</summary><label>Records at most <input name="maxRecords" type="number" min="1" max="500" value="${settings.maxRecords}"></label>
  <label>Bytes at most <input name="maxBytes" type="number" min="1" max="10000000" value="${settings.maxBytes}"></label></details>`;
}

const numberOf = (text: string | null): number | undefined =>
  text === null || text.trim() === '' ? undefined : Number(text);

/** Only where one is named: half of one is refused with what is missing. */
function windowOf(text: (name: string) => string): { syncWindow?: SyncWindow } {
  const [from, to] = [text('window-from'), text('window-to')];
  return from === '' && to === '' ? {} : { syncWindow: { from, to, timeZone: text('window-zone') } };
}

/** What such a form says, checked by the rules of the REST interface. */
export function readConnectionForm(form: URLSearchParams, former?: Connection): z.output<typeof connectionBody> {
  const text = (name: string): string => form.get(name)?.trim() ?? '';
  const missing = Object.fromEntries(LISTS.map(({ key }) => [key, text(`missing-${key}`) || undefined]));
  return validate(
    connectionBody,
    {
      displayName: text('displayName'),
      username: text('username'),
      companyFile: text('companyFile'),
      runEveryMinutes: numberOf(form.get('runEveryMinutes')),
      settings: {
        numbering: text('numbering') || undefined,
        missing,
        maxRecords: numberOf(form.get('maxRecords')),
        maxBytes: numberOf(form.get('maxBytes')),
        paused: former?.settings.paused ?? false,
        ...windowOf(text),
      },
    },
    'form',
  );
}
