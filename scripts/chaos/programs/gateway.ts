import { AsyncLocalStorage } from 'node:async_hooks';
import { loadConfig } from '../../../config/config.js';
import { createReach, watchCommits, watchRequests, watchSignals } from '../instrument.js';

const reach = createReach(loadConfig().dataDir, 'gateway');
const context = new AsyncLocalStorage<string>();
watchRequests(reach, context);
watchCommits(reach, () => context.getStore());
watchSignals(reach, () => context.getStore());
await import('../../../gateway/main.js');
