import pg from 'pg';
import { loadConfig } from '../../../config/config.js';
import { hurry } from '../hurry.js';
import { createReach, statementOf, watchCommits, watchSignals, watchStatements } from '../instrument.js';

const reach = createReach(loadConfig().dataDir, 'worker');

/** Connections whose transaction writes a state: the commit is that of the projection. */
const projecting = new WeakSet<object>();
const query = Reflect.get(pg.Client.prototype, 'query') as (...args: unknown[]) => unknown;
Reflect.set(pg.Client.prototype, 'query', function (this: object, ...args: unknown[]) {
  if (args[0] === 'begin') projecting.delete(this);
  if (statementOf(args[0])?.name === 'project-state') projecting.add(this);
  return Reflect.apply(query, this, args);
});
watchCommits(reach, (client) => (projecting.has(client) ? 'projectState' : undefined));
watchStatements(reach, {
  'read-items': ['', 'loadState.after'],
  'project-state': ['projectState.beforeWrite', 'projectState.afterWrite'],
  'mark-session-applied': ['sessionApplied.beforeWrite', 'sessionApplied.afterWrite'],
});
watchSignals(reach, (type) => (type === 'transferLifecycle' ? 'tellItem' : undefined));
hurry(loadConfig().dataDir);
await import('../../../worker/main.js');
