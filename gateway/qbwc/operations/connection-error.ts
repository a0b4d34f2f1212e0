import { failConnection } from '../../../transfers/session/last-words.js';
import { tellSession } from '../../shared/tell-session.js';
import type { Operation } from '../operation.js';

/** connectionError(ticket, hresult, message): QBWC could not reach QuickBooks; `done` ends the run (P113). */
export const connectionError: Operation = {
  run: async ({ database, signals, now }, parameter, run) => {
    const call = {
      ticket: parameter('ticket'),
      now: now(),
      hresult: parameter('hresult'),
      message: parameter('message'),
    };
    tellSession(signals, run.request.log, await failConnection(database, call));
    return 'done';
  },
  unavailable: 'done',
};
