import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { loadConfig } from '../../../config/config.js';
import { watchCrashes } from '../crashes.js';
import { hurry } from '../hurry.js';
import { createReach, statementOf, watchCommits, watchSignals, watchStatements, wrap } from '../instrument.js';

const reach = createReach(loadConfig().dataDir, 'worker');
watchCrashes(loadConfig().dataDir, 'worker');

/** What is written in a transaction says what its commit is for. */
const WRITES: Readonly<Record<string, string>> = { 'project-state': 'projectState', 'save-session': 'endLostSession' };
const written = new WeakMap<object, string>();
wrap(pg.Client.prototype, 'query', (former, client, args) => {
  if (args[0] === 'begin') written.delete(client);
  const operation = WRITES[statementOf(args[0])?.name ?? ''];
  if (operation !== undefined) written.set(client, operation);
  return former(...args);
});
watchCommits(reach, (client) => written.get(client));

/** Whatever follows the question of the relay is the relay's. */
const context = new AsyncLocalStorage<string>();
watchStatements(reach, {
  'read-items': { after: 'loadState.after' },
  'project-state': { before: () => reach('projectState.beforeWrite'), after: 'projectState.afterWrite' },
  'mark-session-applied': { before: () => reach('sessionApplied.beforeWrite'), after: 'sessionApplied.afterWrite' },
  'mark-delivered': { before: () => reach('deliverChanges.beforeWrite'), after: 'deliverChanges.afterWrite' },
  'stale-sessions': { before: () => context.enterWith('relay') },
  'stale-events': { after: 'relay.afterRead' },
});
watchSignals(reach, (type) => {
  if (context.getStore() === 'relay') return ['relay'];
  return type === 'transferLifecycle' ? ['tellItem'] : [];
});
hurry(loadConfig().dataDir);
await import('../../../worker/main.js');
