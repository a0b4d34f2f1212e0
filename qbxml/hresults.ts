/**
 * What a COM error that the Web Connector passes on asks of us.
 * - rejected: QuickBooks could not parse the message set and did nothing of it; never sent again as it is
 * - retry: QuickBooks could not be reached now; the next session goes on
 * - human: nothing will work until somebody does something at QuickBooks
 */
export type HresultOutcome = 'rejected' | 'retry' | 'human';

/** `hint` is for the person at QuickBooks: what to do, in plain English. */
export type Hresult = { readonly meaning: string; readonly outcome: HresultOutcome; readonly hint: string };

const row =
  (outcome: HresultOutcome) =>
  (meaning: string, hint: string): Hresult => ({ outcome, meaning, hint });

const retry = row('retry');
const human = row('human');

const GRANT =
  'Open the company file as the administrator, Edit > Preferences > Integrated Applications, and allow this application.';

/** By hresult as `0x80040400`; it arrives in receiveResponseXML or connectionError (P401 to P405). */
export const HRESULTS: Readonly<Record<string, Hresult>> = {
  '0x80040154': human(
    'A part of QuickBooks is not installed on the computer of the Web Connector.',
    'Install or repair QuickBooks and the Web Connector there.',
  ),
  '0x80040400': row('rejected')(
    'QuickBooks could not parse the request; it did nothing of it.',
    'The records are sent again in smaller parts until the one that cannot be read stands alone.',
  ),
  '0x80040401': human(
    'QuickBooks could not be accessed.',
    'Start QuickBooks as the same Windows user as the Web Connector, neither of them as administrator.',
  ),
  '0x80040402': retry(
    'QuickBooks had an unexpected error.',
    'If it stays, look into qbsdklog.txt on the computer of the Web Connector.',
  ),
  '0x80040403': human(
    'The company file could not be opened.',
    'See whether the path of the company file in the Web Connector is right and the file is there.',
  ),
  '0x80040408': retry(
    'QuickBooks could not be started.',
    'Start QuickBooks by hand, then choose Update Selected in the Web Connector.',
  ),
  '0x8004040A': retry(
    'Another company file is open in QuickBooks.',
    'Open the right company file, then choose Update Selected in the Web Connector.',
  ),
  '0x8004040D': retry(
    'The session of the Web Connector with QuickBooks is no longer valid.',
    'The next session starts anew; if it stays, restart the Web Connector.',
  ),
  '0x80040410': retry(
    'The company file is open in another mode than was asked for.',
    'Switch between single-user and multi-user mode in QuickBooks, or close the file.',
  ),
  '0x80040414': retry('A dialog window is open in QuickBooks.', 'Close the dialog in QuickBooks.'),
  '0x80040416': retry(
    'QuickBooks is not running and no company file was named.',
    'Open the company file in QuickBooks.',
  ),
  '0x8004041A': human('This application has no permission for the company file.', GRANT),
  '0x8004041F': human(
    'QuickBooks Basic cannot work with other applications.',
    'Use QuickBooks Pro, Premier or Enterprise.',
  ),
  '0x80040420': human('The QuickBooks user has denied access.', GRANT),
  '0x80040421': retry('QuickBooks reports an error of its own.', 'Read the message; if it stays, restart QuickBooks.'),
  '0x80040422': retry(
    'The company file must be in single-user mode, or another application is using it.',
    'Close the other application, or switch QuickBooks to single-user mode.',
  ),
  '0x80040424': retry(
    'QuickBooks is not ready yet.',
    'Wait until the company file is open, then choose Update Selected in the Web Connector.',
  ),
};

/** Of an hresult in a sentence; QBWC writes ten characters. */
export const LONGEST_HRESULT = 40;

/** An hresult that nobody has described: the outcome of what was sent is unknown, the next session finds it out. */
export const UNKNOWN_HRESULT: Hresult = retry(
  'The Web Connector reports an error that nobody has described.',
  'Look into QWCLog.txt on the computer of the Web Connector; the next session goes on by itself.',
);

/** `0x80040400`, `80040400`, `-2147220480` and `2147746816` as `0x80040400`; undefined for a text that is none. */
export function normaliseHresult(text: string): string | undefined {
  const trimmed = text.trim();
  const hex = /^(?:0x)?([\da-f]{8})$/i.exec(trimmed)?.[1];
  if (hex !== undefined) return `0x${hex.toUpperCase()}`;
  if (!/^-?\d{9,10}$/.test(trimmed)) return undefined;
  return `0x${(Number(trimmed) >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}

/** What an hresult means, in whatever way it is written. */
export const hresultOf = (text: string): Hresult => HRESULTS[normaliseHresult(text) ?? ''] ?? UNKNOWN_HRESULT;

/** QuickBooks' own errors, which what it was given may have caused. */
const MAY_BE_OURS = new Set(['0x80040402', '0x80040421']);

/** Whether QuickBooks could not be asked at all, as while a dialog is open in it: it has done nothing. */
export function isAbsence(hresult: string): boolean {
  const code = normaliseHresult(hresult) ?? '';
  return Object.hasOwn(HRESULTS, code) && !MAY_BE_OURS.has(code) && hresultOf(code).outcome !== 'rejected';
}
