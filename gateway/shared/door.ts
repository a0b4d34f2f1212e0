import { performance } from 'node:perf_hooks';
import type { FastifyRequest } from 'fastify';
import { type DoorName, type RefusalReason, signInRefused } from '../../observability/events.js';
import { type Attempt, Throttle } from './throttle.js';

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

  /** A password that was right needed no try. */
  wasRight(request: FastifyRequest): void {
    this.#throttle.wasRight(request.ip);
  }

  /** Writes down whom it refused, for the log and the metrics. */
  refuse(request: FastifyRequest, name: string, reason: RefusalReason): void {
    signInRefused(request.log, { door: this.#name, name, address: request.ip, reason });
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
