import { authenticate as begin } from '../../../transfers/session/authenticate.js';
import type { Operation } from '../operation.js';

/** authenticate(strUserName, strPassword): a ticket and "", a company file, `nvu`, `none` or `busy` (guide p.62-64). */
export const authenticate: Operation = {
  run: async ({ database, signals, now }, parameter, { webConnectorVersion }) => {
    const { ticket, answer, news } = await begin(database, {
      userName: parameter('strUserName'),
      password: parameter('strPassword'),
      now: now(),
      webConnectorVersion,
    });
    signals.tellSession(news);
    return [ticket, answer];
  },
  unavailable: ['', 'busy'],
};
