import { isIP } from 'node:net';

/** pino's levels, most urgent first. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** A number that a port can have. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

/** HOST:PORT; an IPv6 host stands in brackets. */
export function isHostPort(text: string): boolean {
  const [, port] = /^(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):(\d+)$/.exec(text) ?? [];
  return port !== undefined && isPort(port);
}

/** An address that others can call: http or https, without user, query or fragment. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ['http:', 'https:'].includes(url.protocol) && !url.search && !url.hash && !url.username;
}

/**
 * Why the Web Connector would refuse a .qwc file with this address, if it would: it takes host names only, and
 * http for localhost alone (QBWC1001, QBWC1010). No reason not to start: simulators and proxies are less strict.
 */
export function webConnectorProblem(publicUrl: string): string | undefined {
  const { hostname, protocol } = new URL(publicUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) {
    return `PUBLIC_URL is ${publicUrl}, but the Web Connector takes a host name only, no IP address; set PUBLIC_URL to one`;
  }
  if (protocol === 'http:' && hostname !== 'localhost') {
    return `PUBLIC_URL is ${publicUrl}, but the Web Connector takes http for localhost only; set PUBLIC_URL to an https address`;
  }
  return undefined;
}

/** An address, or a network as in 10.0.0.0/8. All addresses are no network: anybody could then claim any address. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** A postgres URL that names a database. */
export function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ['postgres:', 'postgresql:'].includes(url.protocol) && url.pathname.length > 1;
}

/** A URL as it may be shown to people: its password is replaced. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:/?#]*:)[^/?#]*(@)/, '$1***$2');
}
