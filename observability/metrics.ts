import { Histogram, Registry } from 'prom-client';

/** What every part of the gateway counts into; `/metrics` prints it. */
export const registry = new Registry();

/** Server time of a SOAP call, by operation. */
export const soapCallSeconds = new Histogram({
  name: 'soap_call_seconds',
  help: 'Server time of a SOAP call of the Web Connector.',
  labelNames: ['operation'] as const,
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});
