import { sessionBegun, signInRefused } from '../../../observability/events.js';
import { authenticate as begin } from '../../../transfers/session/authenticate.js';
import { tellSession } from '../../shared/tell-session.js';
import type { Operation } from '../operation.js';

/** authenticate(strUserName, strPassword): a ticket and "", a company file, `nvu`, `none` or `busy` (guide p.62-64). */
export const authenticate: Operation = {
  run: async (deps, parameter, run) => {
    const userName = parameter('strUserName');
    const { ticket, answer, news, begun, refusal } = await begin(deps.database, {
      userName,
      password: parameter('strPassword'),
      now: deps.now(),
      webConnectorVersion: run.webConnectorVersion,
    });
    const { log, ip: address } = run.request;
    if (refusal !== undefined) signInRefused(log, { door: 'qbwc', name: userName, address, reason: refusal });
    tellSession(deps.signals, log, news);
    if (begun !== undefined) sessionBegun(log, begun);
    return [ticket, answer];
  },
  unavailable: ['', 'busy'],
};
