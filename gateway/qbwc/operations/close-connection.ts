import { closeSession } from '../../../transfers/session/last-words.js';
import { tellSession } from '../../shared/tell-session.js';
import type { Operation } from '../operation.js';

/** closeConnection(ticket): a sentence for the Status column; also for an empty or unknown ticket (P106). */
export const closeConnection: Operation = {
  run: async ({ database, signals, now }, parameter, run) => {
    const { sentence, news } = await closeSession(database, { ticket: parameter('ticket'), now: now() });
    tellSession(signals, run.request.log, news);
    return sentence;
  },
  unavailable: 'The session ended; the database of the transfer server does not answer.',
};
