import { refusalIn } from '../../../domain/refusals.js';
import type { SessionErrorCode } from '../../../domain/session-errors.js';
import { BASE } from '../access/cookies.js';
import { causeOf } from '../catalogue.js';
import { type Html, html } from '../html.js';

export const causeUrl = (code: string): string => `${BASE}/errors/${encodeURIComponent(code)}`;

/** The code of the refusal that a sentence of ours tells of. */
export const causeIn = (text: string): string | undefined => refusalIn(text);

/** The way from a reason to the catalogue's page about it; nothing where the reason says it all. */
export const whatToDo = (reason: string | null | undefined): Html | undefined =>
  reason === null || reason === undefined ? undefined : linkTo(causeIn(reason));

const linkTo = (code: string | undefined): Html | undefined =>
  code === undefined ? undefined : html` <a href="${causeUrl(code)}">What to do</a>`;

/** The catalogue's page about the end of a session; null where its sentence says it all. */
const CAUSE_OF_SESSION = {
  wrongCompanyFile: 'wrong-company-file',
  lost: 'session-lost',
  quickBooksError: null,
  answerUnreadable: null,
  answerAstray: null,
  unanswered: null,
  passwordChanged: null,
  replaced: null,
  ownError: null,
} as const satisfies Record<SessionErrorCode, string | null>;

/** Why a session ended, as far as it is a code. */
export type EndOfSession = { lastErrorCode: SessionErrorCode | null; lastErrorHresult: string | null };

/** The code of the catalogue's page about how a session ended: that of its hresult, where it has one. */
export function causeOfSession({ lastErrorCode, lastErrorHresult }: EndOfSession): string | undefined {
  if (lastErrorHresult !== null) return causeOf(lastErrorHresult)?.code;
  return (lastErrorCode === null ? undefined : CAUSE_OF_SESSION[lastErrorCode]) ?? undefined;
}

/** The way from the end of a session to the catalogue's page about it. */
export const whatToDoAboutSession = (end: EndOfSession): Html | undefined => linkTo(causeOfSession(end));
