import { authenticate as begin } from '../../../transfers/session/authenticate.js';
import type { Operation } from '../operation.js';

/** authenticate(strUserName, strPassword): a ticket and "", a company file, `nvu`, `none` or `busy` (guide p.62-64). */
export const authenticate: Operation = {
  run: async ({ database, signals, now }, parameter, { webConnectorVersion, request }) => {
    const { ticket, answer, news, hasTooMany } = await begin(database, {
      // Longer ones belong to nobody.
      userName: parameter('strUserName').slice(0, 500),
      password: parameter('strPassword').slice(0, 1_000),
      now: now(),
      webConnectorVersion,
    });
    if (hasTooMany !== undefined)
      request.log.warn(hasTooMany, 'a Web Connector begins session after session: it is told "busy"');
    signals.tellSession(news);
    return [ticket, answer];
  },
  unavailable: ['', 'busy'],
};
