import { type Logger, pino } from 'pino';

/** A line of the log, without its time, process and request. */
export type Line = Record<string, unknown>;

/** A log that keeps its lines for the test; `take` gives them and forgets them. */
export function keptLog(): { log: Logger; take: () => Line[] } {
  const lines: Line[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return {
    log,
    take: () => lines.splice(0).map(withoutRequest),
  };
}

const withoutRequest = (line: Line): Line =>
  Object.fromEntries(Object.entries(line).filter(([name]) => name !== 'reqId'));
