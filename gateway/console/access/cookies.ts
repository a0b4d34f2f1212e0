import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Where the console lives; its cookies go nowhere else. */
export const BASE = '/console';
export const SESSION_COOKIE = 'console_session';
/** Before anybody is signed in: what the CSRF token of the sign-in form belongs to. */
export const VISITOR_COOKIE = 'console_visitor';

/** 256 random bits as text. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** They live for two weeks. `Secure` only behind TLS: a browser would not send it back otherwise. */
export const cookieOptions = (isSecure: boolean) =>
  ({ path: BASE, httpOnly: true, sameSite: 'lax', maxAge: 14 * 24 * 3600, secure: isSecure }) as const;

/** The CSRF token of a cookie's value: nobody can make it who cannot read the cookie. */
export const csrfOf = (token: string): string => createHmac('sha256', token).update('csrf').digest('base64url');

export function isCsrf(sent: string | null | undefined, token: string): boolean {
  const expected = Buffer.from(csrfOf(token));
  const found = Buffer.from(sent ?? '');
  return found.length === expected.length && timingSafeEqual(found, expected);
}
