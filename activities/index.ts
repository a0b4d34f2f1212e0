import { createDeliverChanges } from './deliver-changes.js';
import type { ActivityDependencies } from './dependencies.js';
import { createEndLostSession } from './end-lost-session.js';
import { createFetchEvents } from './fetch-events.js';
import { createFetchSessionEvents } from './fetch-session-events.js';
import { createLoadState } from './load-state.js';
import { createProjectState } from './project-state.js';
import { createTellItems } from './tell-items.js';

/** All activities, built once per worker. */
export const createActivities = (deps: ActivityDependencies) => ({
  loadState: createLoadState(deps),
  fetchEvents: createFetchEvents(deps),
  projectState: createProjectState(deps),
  tellItems: createTellItems(deps),
  fetchSessionEvents: createFetchSessionEvents(deps),
  endLostSession: createEndLostSession(deps),
  deliverChanges: createDeliverChanges(deps),
});

export type Activities = ReturnType<typeof createActivities>;
