import { Counter } from 'prom-client';
import { registry } from './metrics.js';

/** Whoever was not let in, by door and reason; the log has a line for each. */
export const refusedSignIns = new Counter({
  name: 'refused_sign_ins_total',
  help: 'Refused calls of authenticate (qbwc), sign-ins to the console, and calls without the right API token (api).',
  labelNames: ['door', 'reason'] as const,
  registers: [registry],
});

export const sessionsBegun = new Counter({
  name: 'sessions_begun_total',
  help: 'Sessions that a Web Connector has begun.',
  labelNames: ['connection'] as const,
  registers: [registry],
});

export const sessionsEnded = new Counter({
  name: 'sessions_ended_total',
  help: 'Sessions that have ended, by how and by the code of their error, "" for none. The worker ends those that are lost.',
  labelNames: ['connection', 'state', 'code'] as const,
  registers: [registry],
});

export const wrongCompanyFiles = new Counter({
  name: 'wrong_company_files_total',
  help: 'Sessions in which another company file than the one of the connection was open in QuickBooks.',
  labelNames: ['connection'] as const,
  registers: [registry],
});

export const recordsRefused = new Counter({
  name: 'records_refused_total',
  help: 'Records that QuickBooks, or this product in its place, has refused.',
  labelNames: ['connection', 'kind', 'code'] as const,
  registers: [registry],
});

export const outcomesUnknown = new Counter({
  name: 'outcomes_unknown_total',
  help: 'Records of which a person has to say whether QuickBooks has them.',
  labelNames: ['connection', 'kind'] as const,
  registers: [registry],
});

export const commandsGiven = new Counter({
  name: 'commands_given_total',
  help: 'Commands on items, of people (console) and of the PSA (api).',
  labelNames: ['command', 'via'] as const,
  registers: [registry],
});

export const connectionsMoved = new Counter({
  name: 'connections_moved_total',
  help: 'Connections that were moved to another company file.',
  labelNames: ['via'] as const,
  registers: [registry],
});

/** Signals that Temporal refused as invalid or too large; the relay tries them again, ever more seldom. */
export const signalsRefused = new Counter({
  name: 'signals_refused_total',
  help: 'Signals that Temporal refused as invalid or too large.',
  registers: [registry],
});
