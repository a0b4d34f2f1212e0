import type { IncomingMessage } from 'node:http';

/** What a call to the gateway is for, where faults can meet it. */
export function operationOf(request: IncomingMessage): string | undefined {
  const soap = /(\w+)"?$/.exec(String(request.headers.soapaction ?? ''))?.[1];
  if (soap !== undefined) return soap;
  const route = `${request.method} ${request.url}`;
  if (/^PUT \/api\/v1\/connections\/[^/]+\/[\w-]+\//.test(route)) return 'putItem';
  return /^POST .+\/ready$/.test(route) ? 'setReady' : undefined;
}
