import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

/** Short writes and reads of our PostgreSQL: local, so that they cost one marker instead of three events; tried until it answers. */
export const projection = proxyLocalActivities<Pick<Activities, 'loadState' | 'fetchEvents' | 'projectState'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds' },
});

/** Telling the items of a session: safe to repeat, because every event is numbered. */
export const session = proxyActivities<Pick<Activities, 'tellItems' | 'fetchSessionEvents' | 'endLostSession'>>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '20 seconds' },
});

/** The PSA may be down for days: it is tried again until it accepts, at most five minutes apart. */
export const delivery = proxyActivities<Pick<Activities, 'deliverChanges'>>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});
