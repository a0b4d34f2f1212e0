import { AppError } from '../../domain/errors.js';

/** Error codes of sockets, and SQLSTATEs: connection exceptions (08), too many connections, a server that stops or starts. */
const AWAY =
  /^(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOENT|08\w{3}|53300|57P0[123])$/;
/** What node-postgres says without a code. */
const SAID =
  /connection terminated|timeout exceeded when trying to connect|not queryable|cannot use a pool after calling end/i;

/** Whether an error says that PostgreSQL did not answer, in contrast to one that it answered with. */
export function isDatabaseAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof AppError) return thrown.code === 'unavailable' || isDatabaseAway(thrown.cause);
  if (thrown instanceof AggregateError) return thrown.errors.some(isDatabaseAway);
  if ('code' in thrown && typeof thrown.code === 'string' && AWAY.test(thrown.code)) return true;
  return SAID.test(thrown.message);
}
