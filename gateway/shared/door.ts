import { performance } from 'node:perf_hooks';
import type { FastifyRequest } from 'fastify';
import { refusedSignIns } from './metrics.js';
import { type Attempt, Throttle } from './throttle.js';

/** Where somebody says who he is: authenticate of the Web Connector, the console's sign-in, the bearer token of the API. */
export type DoorName = 'qbwc' | 'console' | 'api';

/**
 * Why somebody was not let in. Of `tooManyTries` (of his address) and `busy` (too many passwords wait to be looked at)
 * nobody knows whether the password was right.
 */
export type Reason = 'unknownName' | 'wrongPassword' | 'disabled' | 'noToken' | 'wrongToken' | 'tooManyTries' | 'busy';

const SENTENCE: Record<Reason, string> = {
  unknownName: 'nobody has this name',
  wrongPassword: 'the password is wrong',
  disabled: 'the user is disabled',
  noToken: 'there is no token',
  wrongToken: 'the token is wrong',
  tooManyTries: 'too many wrong ones came from this address',
  busy: 'too many passwords wait to be looked at',
};

/** One of the three doors: it counts tries, and writes down whom it refused. */
export class Door {
  readonly #name: DoorName;
  readonly #throttle: Throttle;
  readonly #unnamedProxies = new Set<string>();

  constructor(name: DoorName, nowMs: (() => number) | undefined) {
    this.#name = name;
    this.#throttle = new Throttle(nowMs ?? (() => performance.now()));
  }

  /** A try of whoever calls himself `name`; "" where there are no names. */
  attempt(request: FastifyRequest, name: string): Attempt {
    return this.#throttle.attempt(name, request.ip);
  }

  /** The line of the log for security programs (`event` never changes), and the count. Nothing of the password is in it. */
  refuse(request: FastifyRequest, name: string, reason: Reason): void {
    const { ip: address, log } = request;
    const line = { event: 'signInRefused', door: this.#name, name: name.slice(0, 100), address, reason };
    log.warn(line, `refused at the door "${this.#name}": ${SENTENCE[reason]}`);
    refusedSignIns.inc({ door: this.#name, reason });
    this.#warnOfProxy(request);
  }

  /** All who come through a proxy that is not named share its address, and so their tries. Said once for each. */
  #warnOfProxy({ headers, ip, socket, log }: FastifyRequest): void {
    if (headers['x-forwarded-for'] === undefined || ip !== socket.remoteAddress) return;
    if (this.#unnamedProxies.has(ip) || this.#unnamedProxies.size > 100) return;
    this.#unnamedProxies.add(ip);
    log.warn(
      { event: 'proxyNotTrusted', address: ip },
      `found X-Forwarded-For from ${ip}, which TRUSTED_PROXIES does not name: wrong passwords of all who come through it count together; name it, if it is your proxy`,
    );
  }
}
