import { nextMessageSet } from '../../../transfers/session/next-message-set.js';
import type { Operation } from '../operation.js';

/** sendRequestXML(ticket, strHCPResponse, …): the next message set, "" when the session cannot go on; getLastError says why. */
export const sendRequestXML: Operation = {
  run: async ({ database, signals, now }, parameter) => {
    const answered = await nextMessageSet(database, {
      ticket: parameter('ticket'),
      now: now(),
      hostCompanyPreferences: parameter('strHCPResponse'),
      companyFileName: parameter('strCompanyFileName'),
    });
    signals.tellSession(answered?.news ?? []);
    return answered?.reply ?? '';
  },
  unavailable: '',
};
