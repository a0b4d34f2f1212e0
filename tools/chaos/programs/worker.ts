import { AsyncLocalStorage } from 'node:async_hooks';
import { Context } from '@temporalio/activity';
import pg from 'pg';
import { loadConfig } from '../../../config/config.js';
import { watchBreakdowns } from '../breakdowns.js';
import { hurry, hurryDatabase } from '../hurry.js';
import { createReach, statementOf, watchCommits, watchSignals, watchStatements, wrap } from '../instrument.js';
import { watchLocks } from '../waiting.js';

const { dataDir } = loadConfig();
const reach = createReach(dataDir, 'worker');
watchBreakdowns(dataDir, 'worker');

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
/** The item's row is locked by itself, or by the write where the PSA need not hear of it. */
const hasLocked = new WeakSet<object>();
watchLocks(dataDir, 'worker', ({ name }, client) => {
  const isFirst = name === 'lock-items' || (name === 'project-state' && !hasLocked.delete(client));
  if (name === 'lock-items') hasLocked.add(client);
  return isFirst && activityType() === 'projectState' ? 'projectState' : undefined;
});

/** The activity that the present code works for; none outside of one. */
function activityType(): string | undefined {
  try {
    return Context.current().info.activityType;
  } catch {
    return undefined;
  }
}

hurryDatabase();
hurry(dataDir);
await import('../../../worker/main.js');
