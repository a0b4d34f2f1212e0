import { isGrpcServiceError } from '@temporalio/client';

/** A workflow that Temporal will not tell what it was to be told, and why. */
export type Refusal = { workflowId: string; error: unknown };

const INVALID_ARGUMENT = 3;
const RESOURCE_EXHAUSTED = 8;
const OUT_OF_RANGE = 11;

/**
 * Whether Temporal refused this very signal: it is too large, or its workflow takes no more of them. The others must not
 * wait for it, and it is no use to try again at once. Anything else (it is away, it is busy) may pass.
 */
export function isRefusal(thrown: unknown): boolean {
  const error = thrown instanceof Error && !isGrpcServiceError(thrown) ? thrown.cause : thrown;
  if (!isGrpcServiceError(error)) return false;
  if (error.code === INVALID_ARGUMENT || error.code === OUT_OF_RANGE) return true;
  return error.code === RESOURCE_EXHAUSTED && error.details.includes('larger than max');
}

/** What the log says of refusals: one line, however many they are. */
export const refusalsForLog = (refusals: readonly Refusal[]) => ({
  err: refusals[0]?.error,
  workflows: refusals.slice(0, 10).map(({ workflowId }) => workflowId),
  count: refusals.length,
});

export const REFUSED =
  'Temporal refuses signals as invalid or too large; they are tried again ever more seldom, and everything else goes on';
