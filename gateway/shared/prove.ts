import type { FastifyRequest } from 'fastify';
import type { Door, Reason } from './door.js';
import { type HashOptions, isKnownPassword, type Lane, PasswordsBusy, verifyPassword } from './password.js';
import { CONNECTION_LONG } from './secret-lengths.js';

/** Somebody's word for who he is; `stored` is undefined where nobody has the name. */
export type Claim = { name: string; password: string; stored: string | undefined };

export type Refusal = { reason: Reason; waitMs: number };

/**
 * Looks at a password, when it is its turn. Whom it refuses it writes down.
 * @returns undefined where the password is right, else why it was not taken and how long to wait at least
 */
export async function prove(
  door: Door,
  request: FastifyRequest,
  claim: Claim,
  options: HashOptions & { lane: Lane },
): Promise<Refusal | undefined> {
  if (isBeyondGuessing(claim, options.lane)) return undefined;
  const refusal = await tryIt(door, request, claim, options);
  if (refusal !== undefined) door.refuse(request, claim.name, refusal.reason);
  return refusal;
}

/**
 * A Web Connector that was here before waits for nobody, not even where guesses come from its own address (an office, a
 * proxy that is not named): its password is too long for any number of them.
 */
const isBeyondGuessing = ({ password, stored }: Claim, lane: Lane): boolean =>
  lane === 'webConnector' && password.length >= CONNECTION_LONG && isKnownPassword(password, stored);

async function tryIt(
  door: Door,
  request: FastifyRequest,
  { name, password, stored }: Claim,
  options: HashOptions,
): Promise<Refusal | undefined> {
  const attempt = door.attempt(request, name);
  if (attempt.waitMs > 0) return { reason: 'tooManyTries', waitMs: attempt.waitMs };
  try {
    if (await verifyPassword(password, stored, options)) {
      attempt.succeeded();
      return undefined;
    }
    return { reason: stored === undefined ? 'unknownName' : 'wrongPassword', waitMs: 0 };
  } catch (error) {
    attempt.notMade();
    if (error instanceof PasswordsBusy) return { reason: 'busy', waitMs: 5_000 };
    throw error;
  }
}
