import { AsyncLocalStorage } from 'node:async_hooks';
import { loadConfig } from '../../../config/config.js';
import type { SessionEvent } from '../../../domain/session-events.js';
import { watchBreakdowns } from '../breakdowns.js';
import { hurryDatabase } from '../hurry.js';
import { createReach, watchCommits, watchRequests, watchSignals } from '../instrument.js';
import { watchLocks } from '../waiting.js';

const { dataDir } = loadConfig();
const reach = createReach(dataDir, 'gateway');
const context = new AsyncLocalStorage<string>();

/** News of a session are gathered before they are told, so they say themselves which calls they are of. */
const OPERATIONS: Readonly<Record<string, string>> = {
  batchSent: 'sendRequestXML',
  batchAnswered: 'receiveResponseXML',
  replaced: 'authenticate',
  closed: 'closeConnection',
};

function operationsOf(type: string, signalled: unknown): string[] {
  const own = context.getStore();
  if (type !== 'qbwcSession') return own === undefined ? [] : [own];
  const { events } = signalled as { events: SessionEvent[] };
  const named = events.map((event) => OPERATIONS[event.type === 'ended' ? event.state : event.type]);
  return [...new Set(named)].filter((operation) => operation !== undefined);
}

/** What takes the lock that others may hold. */
const LOCKS = ['lock-items', 'lock-connection-of-ticket'];

watchBreakdowns(dataDir, 'gateway');
watchRequests(reach, context);
watchCommits(reach, () => context.getStore());
watchSignals(reach, operationsOf);
watchLocks(dataDir, 'gateway', ({ name }) => (LOCKS.includes(name) ? context.getStore() : undefined));
hurryDatabase();
await import('../../../gateway/main.js');
