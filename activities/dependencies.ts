import type { EventLog } from '../observability/events.js';
import type { Psa } from '../psa/port.js';
import type { Database } from '../store/database.js';
import type { SignalTarget } from '../temporal/signals.js';

/** What the activities are built from. */
export type ActivityDependencies = {
  database: Database;
  signals: SignalTarget;
  /** Where the PSA hears of changes; undefined where it only polls `changes`. */
  psa: Psa | undefined;
  now: () => string;
  log: EventLog;
};
