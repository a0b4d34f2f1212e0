import type { IncomingMessage } from 'node:http';

/** What a call to the gateway is for, where faults can meet it. */
export function operationOf(request: IncomingMessage): string | undefined {
  const soap = /(\w+)"?$/.exec(String(request.headers.soapaction ?? ''))?.[1];
  if (soap !== undefined) return soap;
  const route = `${request.method} ${request.url}`;
  return ROUTES.find(([pattern]) => pattern.test(route))?.[1];
}

const ROUTES: readonly (readonly [RegExp, operation: string])[] = [
  [/^PUT \/api\/v1\/connections\/[^/]+\/invoice-batches\//, 'putBatch'],
  [/^PUT \/api\/v1\/connections\/[^/]+\/[\w-]+\//, 'putItem'],
  [/^POST .+\/not-ready$/, 'setNotReady'],
  [/^POST .+\/ready$/, 'setReady'],
];
