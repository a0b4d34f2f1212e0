import { AppError } from '../../domain/errors.js';
import { type MessageSet, markSent, unsettledSet } from '../../store/message-sets.js';
import { recordsOfMessageSet } from '../../store/records.js';
import { PURPOSES } from '../purposes/index.js';
import type { Draft } from '../purposes/message-set.js';
import type { Stored, WritingRules } from '../purposes/purpose.js';
import type { SessionContext } from '../purposes/session-context.js';
import { MAX_TRIES } from '../purposes/tries.js';
import { nextHalf } from '../purposes/write/next-half.js';

/**
 * The first step of every session: the set whose outcome is unknown goes out again byte for byte, since QuickBooks
 * executes it if it never saw it, and otherwise reports what it did. Where it would probably execute it a second time,
 * or never told in so many sessions, it is asked what it has.
 */
export async function recover(context: SessionContext): Promise<Draft | Stored | undefined> {
  const { tx, connection, session, now } = context;
  const set = await unsettledSet(tx, connection.id, connection.fileId);
  if (set === undefined) return nextHalf(context);
  const rules = rulesOf(set);
  if (set.byKey || set.tries >= MAX_TRIES || (await rules.wouldDouble(context, set)))
    return (await rules.learnOutcome(context, set)) ?? nextHalf(context);
  await markSent(tx, set.id, session.id, now);
  session.currentSetId = set.id;
  session.recordsSent += (await recordsOfMessageSet(tx, set.id)).filter(({ state }) => state === 'sent').length;
  return { stored: set, request: set.request };
}

function rulesOf({ id, purpose }: MessageSet): WritingRules {
  const rules = PURPOSES[purpose];
  if (!rules.writes) throw new AppError('internal', `message set ${id} is unsettled, but ${purpose} writes nothing`);
  return rules;
}
