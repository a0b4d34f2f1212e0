import { takeAnswer } from '../../../transfers/session/take-answer.js';
import { tellSession } from '../../shared/tell-session.js';
import type { Operation } from '../operation.js';

/** receiveResponseXML(ticket, response, hresult, message): 100 when nothing is left, -1 when the session ends (P109). */
export const receiveResponseXML: Operation = {
  run: async ({ database, signals, now }, parameter, run) => {
    const answered = await takeAnswer(database, {
      ticket: parameter('ticket'),
      now: now(),
      response: parameter('response'),
      hresult: parameter('hresult').trim(),
      message: parameter('message'),
    });
    tellSession(signals, run.request.log, answered?.news ?? []);
    return String(answered?.reply ?? -1);
  },
  unavailable: '-1',
};
