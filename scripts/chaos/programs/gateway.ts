import { AsyncLocalStorage } from 'node:async_hooks';
import { loadConfig } from '../../../config/config.js';
import type { SessionEvent } from '../../../domain/session-events.js';
import { watchCrashes } from '../crashes.js';
import { createReach, watchCommits, watchRequests, watchSignals } from '../instrument.js';

const reach = createReach(loadConfig().dataDir, 'gateway');
watchCrashes(loadConfig().dataDir, 'gateway');
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

watchRequests(reach, context);
watchCommits(reach, () => context.getStore());
watchSignals(reach, operationsOf);
await import('../../../gateway/main.js');
