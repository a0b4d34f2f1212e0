import type { FastifyRequest } from 'fastify';
import type { RefusalReason } from '../../observability/events.js';
import type { Door } from './door.js';
import {
  type HashOptions,
  isAnybodysPassword,
  isKnownPassword,
  type Lane,
  PasswordsBusy,
  verifyInTurn,
} from './password.js';
import { CONNECTION_LONG } from './secret-lengths.js';
import { networkOf } from './throttle.js';

/** Somebody's word for who he is; `find` looks up whose name it is, where that is needed. */
export type Claim<T> = { name: string; password: string; find: () => Promise<T | undefined> };

/** Why somebody was not let in, and how long he has to wait at least. */
export type Refusal = { code: RefusalReason; waitMs: number };

export type Proof<T> = { who: T; refusal?: never } | { who?: never; refusal: Refusal };

type Options = HashOptions & { lane: Lane };

/**
 * Looks at a password, when it is its turn. Whom it refuses it writes down. A storm costs no more than memory: what has to
 * wait, or finds its lane full, is refused before anybody is looked up.
 */
export async function prove<T extends { passwordHash: string }>(
  door: Door,
  request: FastifyRequest,
  claim: Claim<T>,
  options: Options,
): Promise<Proof<T>> {
  const known = await whoIsKnown(claim);
  if (known !== undefined && isBeyondGuessing(claim.password, options.lane)) {
    door.wasRight(request);
    return { who: known };
  }
  const proof = await tryIt(door, request, { ...claim, known }, options);
  if (proof.refusal !== undefined) door.refuse(request, claim.name, proof.refusal.code);
  return proof;
}

/** Whose password this was before in this process. */
async function whoIsKnown<T extends { passwordHash: string }>({ password, find }: Claim<T>): Promise<T | undefined> {
  const who = isAnybodysPassword(password) ? await find() : undefined;
  return isKnownPassword(password, who?.passwordHash) ? who : undefined;
}

/**
 * A Web Connector that was here before waits for nobody, not even where guesses come from its own address (an office, a
 * proxy that is not named): its password is too long for any number of them.
 */
const isBeyondGuessing = (password: string, lane: Lane): boolean =>
  lane === 'webConnector' && password.length >= CONNECTION_LONG;

async function tryIt<T extends { passwordHash: string }>(
  door: Door,
  request: FastifyRequest,
  { name, password, find, known }: Claim<T> & { known: T | undefined },
  options: Options,
): Promise<Proof<T>> {
  const attempt = door.attempt(request, name);
  if (attempt.waitMs > 0) return { refusal: { code: 'tooManyTries', waitMs: attempt.waitMs } };
  try {
    const { who, isRight } =
      known === undefined
        ? await verifyInTurn(password, find, { ...options, from: networkOf(request.ip), standing: attempt.standing })
        : { who: known, isRight: true };
    if (isRight && who !== undefined) {
      attempt.succeeded();
      return { who };
    }
    attempt.failed();
    return { refusal: { code: who === undefined ? 'unknownName' : 'wrongPassword', waitMs: 0 } };
  } catch (error) {
    attempt.notMade();
    if (error instanceof PasswordsBusy) return { refusal: { code: 'busy', waitMs: 5_000 } };
    throw error;
  }
}
