import { lastErrorOf } from '../../../transfers/session/last-words.js';
import { tellSession } from '../../shared/tell-session.js';
import type { Operation } from '../operation.js';

/** getLastError(ticket): a sentence for the Status column. Never `NoOp`: QBWC would ask again for ever (P112). */
export const getLastError: Operation = {
  run: async ({ database, signals, now }, parameter, run) => {
    const { sentence, news } = await lastErrorOf(database, { ticket: parameter('ticket'), now: now() });
    tellSession(signals, run.request.log, news);
    return sentence;
  },
  unavailable: 'The database of the transfer server does not answer. The next run goes on where this one ended.',
};
