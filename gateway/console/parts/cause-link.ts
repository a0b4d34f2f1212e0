import { refusalIn } from '../../../domain/refusals.js';
import { BASE } from '../access/cookies.js';
import { causeOf } from '../catalogue.js';
import { type Html, html } from '../html.js';

export const causeUrl = (code: string): string => `${BASE}/errors/${encodeURIComponent(code)}`;

/** The code of the cause that a sentence of ours tells of: a refusal, or the hresult that it names. */
export function causeIn(text: string): string | undefined {
  const hresult = /\b0x[0-9A-Fa-f]{8}\b/.exec(text)?.[0];
  return refusalIn(text) ?? (hresult === undefined ? undefined : causeOf(hresult)?.code);
}

/** The way from a reason to the catalogue's page about it; nothing where the reason says it all. */
export function whatToDo(reason: string | null | undefined): Html | undefined {
  const code = reason === null || reason === undefined ? undefined : causeIn(reason);
  return code === undefined ? undefined : html` <a href="${causeUrl(code)}">What to do</a>`;
}
