import type { ItemKind } from '../../domain/kinds.js';
import { HRESULTS, normaliseHresult, UNKNOWN_HRESULT } from '../../qbxml/hresults.js';
import { hintFor, type Status, statusOf } from '../../qbxml/status-codes.js';
import { MESSAGE_SET_STATUS_TABLE, STATUS_TABLE } from '../../qbxml/status-table.js';
import { OWN_CAUSES } from './own-causes.js';

/** A cause of failures: its code, what it is in a plain sentence, what to do, and what happens next by itself. */
export type Cause = { code: string; group: CauseGroup; title: string; todo: string; next: string };

export const CAUSE_GROUPS = [
  'Refused by this product',
  'Connection and session',
  'Answered by QuickBooks (status codes)',
  'Reported by the Web Connector (hresults)',
  'About a whole message set',
] as const;
export type CauseGroup = (typeof CAUSE_GROUPS)[number];

const NOTHING = 'Nothing is to be done.';

const NEXT = {
  ok: 'It counts as done.',
  noMatch: 'It is no failure.',
  warning: 'It counts as done.',
  retry: 'It is sent again in the next session, by itself.',
  fix: 'It is sent again in every session until it is mended or set Not Ready.',
  alreadyDone: 'It counts as done.',
  exists: 'The existing entry is used where that is safe; else it is sent again in every session.',
  notProcessed: 'It stays Pending and is sent in the next session.',
  queryByKey: 'QuickBooks is asked for each record; what is there is taken over, what is not is sent again.',
} as const satisfies Record<Status['outcome'], string>;

const NEXT_HRESULT = {
  rejected: 'It is sent again in halves until the bad record stands alone; only that one fails.',
  retry: 'The next session goes on where this one ended.',
  human: 'Every session ends like this until it is mended; nothing is lost.',
} as const;

const GROUP = {
  status: 'Answered by QuickBooks (status codes)',
  set: 'About a whole message set',
  hresult: 'Reported by the Web Connector (hresults)',
} as const;

const ofStatus = (code: string, group: CauseGroup, { meaning, hint, outcome }: Status): Cause => ({
  code,
  group,
  title: meaning,
  todo: hint || NOTHING,
  next: NEXT[outcome],
});

const CAUSES: ReadonlyMap<string, Cause> = new Map(
  [
    ...OWN_CAUSES,
    ...Object.entries(STATUS_TABLE).map(([code, status]) => ofStatus(code, GROUP.status, status)),
    ...Object.entries({ ...HRESULTS, 'hresult-unknown': UNKNOWN_HRESULT }).map(
      ([code, { meaning, hint, outcome }]): Cause => ({
        code,
        group: GROUP.hresult,
        title: meaning,
        todo: hint,
        next: NEXT_HRESULT[outcome],
      }),
    ),
    ...Object.entries(MESSAGE_SET_STATUS_TABLE).map(([code, status]) => ofStatus(`set-${code}`, GROUP.set, status)),
  ].map((cause) => [cause.code, cause]),
);

/** Every cause, by group. */
export const allCauses = (): Cause[] => [...CAUSES.values()];

/** The cause of a code; a status or hresult that no table has gets the meaning of its range. */
export function causeOf(code: string): Cause | undefined {
  const known = CAUSES.get(code);
  if (known !== undefined) return known;
  if (/^\d{1,6}$/.test(code)) return ofStatus(code, GROUP.status, statusOf(Number(code)));
  const hresult = normaliseHresult(code);
  const described = hresult === undefined ? undefined : (CAUSES.get(hresult) ?? CAUSES.get('hresult-unknown'));
  return hresult === undefined || described === undefined ? undefined : { ...described, code: hresult };
}

const WRITES = {
  invoices: 'InvoiceAdd',
  'purchase-orders': 'PurchaseOrderAdd',
  timesheets: 'TimeTrackingAdd',
  'expense-reports': 'BillAdd',
} as const satisfies Record<ItemKind, string>;

/** What to do about a failure: the catalogue's answer, as the kind of item and the words of the message change it. */
export function todoFor(kind: ItemKind, { code, message }: { code: string; message: string }): string {
  const hint = /^\d{1,6}$/.test(code) ? hintFor({ code: Number(code), message, type: WRITES[kind] }) : '';
  return hint || (causeOf(code)?.todo ?? 'Read the message; correct it in QuickBooks or in the PSA.');
}
