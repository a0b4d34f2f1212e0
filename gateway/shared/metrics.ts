import { Counter, Histogram, Registry } from 'prom-client';

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

/** Whoever was not let in, by door and reason; the log has a line for each (`gateway/shared/door.ts`). */
export const refusedSignIns = new Counter({
  name: 'refused_sign_ins_total',
  help: 'Refused calls of authenticate (qbwc), sign-ins to the console, and calls without the right API token (api).',
  labelNames: ['door', 'reason'] as const,
});

/** Signals that Temporal refused as invalid or too large; the relay tries them again, ever more seldom. */
export const signalsRefused = new Counter({
  name: 'signals_refused_total',
  help: 'Signals that Temporal refused as invalid or too large.',
  registers: [registry],
});
