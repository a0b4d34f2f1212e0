import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import { isTimeZone } from '../../domain/time-zone.js';

/** Where the script leaves the zone of the browser; it is there from the sign-in page on. */
const ZONE_COOKIE = 'console_zone';

/** The user's time zone; UTC where the browser says none, or one that nobody knows here. */
export function zoneOf(request: FastifyRequest): string {
  const sent = request.cookies[ZONE_COOKIE] ?? '';
  return isTimeZone(sent) ? sent : 'UTC';
}

const zones = new AsyncLocalStorage<string>();

/** Runs a page with the zone of who asked for it: every time on it is shown in this zone, whatever part shows it. */
export const withZone = <T>(zone: string, work: () => T): T => zones.run(zone, work);

export const zoneOfPage = (): string => zones.getStore() ?? 'UTC';
