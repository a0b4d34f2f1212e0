import { type Connection, findConnectionByUsername, renewConnectionHash } from '../../../store/connections.js';
import { noteRefusedWebConnector } from '../../../store/refused-web-connectors.js';
import { beginSession } from '../../../transfers/session/authenticate.js';
import type { Dependencies } from '../../shared/dependencies.js';
import { renewedHash } from '../../shared/password.js';
import { prove, type Refusal } from '../../shared/prove.js';
import { CONNECTION_LONG } from '../../shared/secret-lengths.js';
import type { Operation, Run } from '../operation.js';
import type { SoapResult } from '../soap.js';

const LANE = 'webConnector';

import { sessionBegun } from '../../../observability/events.js';
import { tellSession } from '../../shared/tell-session.js';

/** authenticate(strUserName, strPassword): a ticket and "", a company file, `nvu`, `none` or `busy` (P105). */
export const authenticate: Operation = {
  run: async (deps, parameter, run) => {
    const { database, signals, now, passwordCost: cost } = deps;
    // Longer ones belong to nobody.
    const [name, password] = [parameter('strUserName').slice(0, 500), parameter('strPassword').slice(0, 1_000)];
    const claim = { name, password, find: () => findConnectionByUsername(database, name) };
    const { who: connection, refusal } = await prove(run.door, run.request, claim, { lane: LANE, cost });
    if (refusal !== undefined) return refuse(deps, run, name, refusal);
    await renew(deps, connection, password);
    const { webConnectorVersion } = run;
    const { id: connectionId, passwordVersion } = connection;
    const began = await beginSession(database, { connectionId, passwordVersion, now: now(), webConnectorVersion });
    if (began.hasTooMany !== undefined)
      run.request.log.warn(began.hasTooMany, 'a Web Connector begins session after session: it is told "busy"');
    tellSession(signals, run.request.log, began.news);
    if (began.begun !== undefined) sessionBegun(run.request.log, began.begun);
    return [began.ticket, began.answer];
  },
  unavailable: ['', 'busy'],
};

/**
 * `nvu` makes people look at the password. Where nobody has looked at it (too many tries, a full queue) that would be a
 * lie: `busy` says to come back, and Auto-Run does so by itself.
 */
async function refuse(
  { database, now }: Dependencies,
  { request }: Run,
  name: string,
  { code }: Refusal,
): Promise<SoapResult> {
  if (code === 'tooManyTries' || code === 'busy') return ['', 'busy'];
  await noteRefusedWebConnector(database, { name, address: request.ip, at: now() });
  return ['', 'nvu'];
}

/** Hashes of former versions cost less; they do not say whether the password is short, either. */
async function renew({ database, passwordCost }: Dependencies, connection: Connection, password: string) {
  const former = connection.passwordHash;
  const renewed = await renewedHash(password, former, { lane: LANE, cost: passwordCost });
  if (renewed === undefined) return;
  const passwordIsShort = password.length < CONNECTION_LONG;
  await renewConnectionHash(database, connection.id, { former, renewed, passwordIsShort });
}
