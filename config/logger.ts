import { type Logger, pino } from 'pino';

/** JSON lines on stdout. Tokens, tickets and passwords never reach it: only what is listed here is logged of a request. */
export const createLogger = (level: string, name: string): Logger =>
  pino({
    level,
    name,
    base: { name },
    redact: ['req.headers.authorization', 'req.headers.cookie'],
    timestamp: pino.stdTimeFunctions.isoTime,
  });
