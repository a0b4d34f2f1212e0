import { type EventLog, tellAll } from '../../observability/events.js';
import type { SessionNews } from '../../transfers/purposes/session-context.js';
import type { Signals } from './dependencies.js';

/** After a commit: the session's workflow hears what happened, and so do the log and the metrics. */
export function tellSession(signals: Signals, log: EventLog, news: readonly SessionNews[]): void {
  signals.tellSession(news);
  for (const { happened } of news) tellAll(log, happened);
}
