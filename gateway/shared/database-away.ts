import { AppError } from '../../domain/errors.js';

/** Error codes of sockets. */
const SOCKET = /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT)$/;
/**
 * SQLSTATEs by which PostgreSQL says that it cannot now: connection exceptions (08), no room, memory or connections
 * left (53), a server that stops or starts (57P), one that may only be read (25006), a disk that fails (58030), a lock
 * or a statement that took too long (55P03, 57014, 25P03), and others in the way as often as we tried (40P01, 40001).
 */
const SQLSTATE = /^(?:08\w{3}|53\w{3}|57P0\d|25006|58030|55P03|57014|25P03|40P01|40001)$/;
/** What node-postgres says without a code. */
const SAID = [
  /connection terminated/i,
  /timeout exceeded when trying to connect/i,
  /query read timeout/i,
  /not queryable/i,
  /cannot use a pool after calling end/i,
];

/** Whether an error says that PostgreSQL cannot do now what it could later: the same call may be made again. */
export function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof AppError) return thrown.code === 'unavailable' || isDatabaseAway(thrown.cause);
  if (thrown instanceof AggregateError) return thrown.errors.some(isDatabaseAway);
  if ('code' in thrown && typeof thrown.code === 'string') {
    if (SOCKET.test(thrown.code) || SQLSTATE.test(thrown.code)) return true;
  }
  return SAID.some((saying) => saying.test(thrown.message));
}
