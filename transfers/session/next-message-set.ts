import { AppError } from '../../domain/errors.js';
import type { Database } from '../../store/database.js';
import { findMessageSet, type Purpose } from '../../store/message-sets.js';
import { PURPOSES } from '../purposes/index.js';
import type { Draft } from '../purposes/message-set.js';
import type { Stored } from '../purposes/purpose.js';
import { type SessionContext, type SessionNews, tell } from '../purposes/session-context.js';
import { checkCompanyFile, type FirstCall } from './company-file.js';
import { endSession } from './end-session.js';
import { recover } from './recovery.js';
import { inSession, type SessionReply } from './session-call.js';
import { storeDraft } from './store-draft.js';

/** The order of a session. */
const ORDER: readonly Purpose[] = ['details', 'names', 'lists', 'write', 'paidDates', 'paidNumbers', 'closing'];

/**
 * sendRequestXML: the qbXML that QuickBooks gets next, "" when the session cannot go on. Asked again before the
 * answer is here, the same bytes go out.
 */
export function nextMessageSet(
  database: Database,
  call: { ticket: string; now: string } & FirstCall,
): Promise<SessionReply<string> | undefined> {
  return inSession(database, call, async (context, news) => {
    const { session, tx } = context;
    const current = session.currentSetId === null ? undefined : await findMessageSet(tx, session.currentSetId);
    if (current !== undefined) return current.request;
    if (!session.fileChecked) {
      const mismatch = await checkCompanyFile(context, call);
      if (mismatch !== undefined) {
        news.push(await endSession(context, 'failed', { code: 'wrongCompanyFile', sentence: mismatch }));
        return '';
      }
    }
    return takeNextStep(context, news);
  });
}

async function takeNextStep(context: SessionContext, news: SessionNews[]): Promise<string> {
  const step = await nextStep(context);
  if ('stored' in step) {
    news.push(await tellSent(context, step.stored.id, step.stored.purpose, 0));
    return step.request;
  }
  const request = await storeDraft(context, step);
  news.push(await tellSent(context, step.id, step.purpose, step.records));
  return request;
}

/** A search after a restore goes before everything, then what has no outcome yet; `closing` always has something. */
async function nextStep(context: SessionContext): Promise<Draft | Stored> {
  const first = (await PURPOSES.adoption.ask(context)) ?? (await recover(context));
  if (first !== undefined) return first;
  for (const purpose of ORDER) {
    const found = await PURPOSES[purpose].ask(context);
    if (found !== undefined) return found;
  }
  throw new AppError('internal', 'a session has no last step');
}

const tellSent = (
  context: SessionContext,
  messageSetId: string,
  purpose: Purpose,
  records: number,
): Promise<SessionNews> => tell(context, { type: 'batchSent', messageSetId, purpose, records });
