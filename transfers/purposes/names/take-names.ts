import { type AccountRet, accountQuery, type PostingAccountType } from '../../../qbxml/account-query.js';
import type { MessageSetAnswer, RequestAnswer } from '../../../qbxml/envelope.js';
import { itemQuery } from '../../../qbxml/item-query.js';
import { requestIdAt } from '../../../qbxml/message-set-id.js';
import { statusOf } from '../../../qbxml/status-codes.js';
import * as store from '../../../store/list-entries.js';
import { type MessageSet, settleMessageSet } from '../../../store/message-sets.js';
import { abandoned, answeredBy } from '../message-set.js';
import type { SessionContext } from '../session-context.js';

/** INVALID_REFERENCE: a name that QuickBooks does not have. */
const INVALID_REFERENCE = 3140;

const LIST_OF: Readonly<Record<string, string>> = {
  CustomerQuery: 'customers',
  VendorQuery: 'vendors',
  ItemQuery: 'items',
};

const nameOf = ({ list, fullName, isGoods }: store.ListEntry) => ({ list, fullName, isGoods });

/** What QuickBooks has of the names that were asked for; the rest is missing. */
export async function takeNames(
  { tx, connection, session }: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
): Promise<void> {
  const there = new Set(answer.answers.flatMap((each) => namesIn(each)));
  const asked = await store.entriesOfMessageSet(tx, set.id);
  await store.putListEntries(
    tx,
    connection.id,
    asked.map((entry) => ({
      ...nameOf(entry),
      state: there.has(`${entry.list}/${entry.fullName.toLowerCase()}`) ? 'there' : 'missing',
      sessionId: session.id,
    })),
  );
  const accounts = answer.answers.find(({ type }) => type === 'AccountQuery');
  // From 1000 on QuickBooks did not answer the question (P604): it is asked again.
  if (accounts !== undefined && accounts.statusCode < 1000)
    await store.putPostingAccounts(tx, connection.id, chooseAccounts(accountQuery.parse(accounts)));
}

/** The Ret elements of all lists look alike: a name is a name. */
function namesIn(answer: RequestAnswer): string[] {
  const list = LIST_OF[answer.type];
  return list === undefined
    ? []
    : itemQuery.parse(answer).map((entry) => `${list}/${(entry.fullName ?? '').toLowerCase()}`);
}

/** What accountants usually name the account; else the first of its type. */
const USUAL: Record<PostingAccountType, RegExp> = {
  Income: /^(services?|sales)\b/i,
  CostOfGoodsSold: /^cost of goods sold$/i,
  OtherCurrentAsset: /^inventory asset$/i,
};

function chooseAccounts(accounts: readonly AccountRet[]): store.PostingAccounts {
  const choose = (type: PostingAccountType): store.PostingAccounts => {
    const ofType = accounts.filter(({ accountType }) => accountType === type);
    const chosen = ofType.find(({ fullName }) => USUAL[type].test(fullName)) ?? ofType[0];
    return chosen === undefined ? {} : { [type]: chosen.fullName };
  };
  return { ...choose('Income'), ...choose('CostOfGoodsSold'), ...choose('OtherCurrentAsset') };
}

/** What became of additions to lists. 3100 says that the name is taken, perhaps by an inactive entry: that one is adopted. */
export async function settleLists(
  { tx, connection, session, now }: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<void> {
  const byId = new Map(answer.answers.map((each) => [each.requestId, each]));
  const added = await store.entriesOfMessageSet(tx, set.id);
  // An item posts to an account that QuickBooks no longer has: the next session asks which it has now.
  if (answer.answers.some(({ type, statusCode }) => type.startsWith('Item') && statusCode === INVALID_REFERENCE))
    await store.putPostingAccounts(tx, connection.id, undefined);
  await store.putListEntries(
    tx,
    connection.id,
    added.map((entry, index) => {
      const said = byId.get(requestIdAt(set.id, index));
      const isThere = said !== undefined && ['ok', 'warning', 'exists'].includes(statusOf(said.statusCode).outcome);
      const verdict = isThere
        ? ({ state: 'there' } as const)
        : ({ state: 'refused', message: said?.statusMessage ?? 'no answer' } as const);
      return { ...nameOf(entry), ...verdict, sessionId: session.id };
    }),
  );
  await settleMessageSet(tx, set.id, answeredBy(answer, response, now));
}

/** Nobody can tell what became of a set of additions: the names are simply asked for again. */
export async function giveUpLists({ tx, now }: SessionContext, set: MessageSet, why: string): Promise<void> {
  await store.forgetEntries(tx, set.id);
  await settleMessageSet(tx, set.id, abandoned('superseded', now, why));
}

/** QuickBooks does not tell what became of a set of additions: the names wait for the next session, which asks for them anew. */
export async function refuseLists(
  { tx, connection, session, now }: SessionContext,
  set: MessageSet,
  message: string,
): Promise<void> {
  const entries = await store.entriesOfMessageSet(tx, set.id);
  await store.putListEntries(
    tx,
    connection.id,
    entries.map((entry) => ({ ...nameOf(entry), state: 'refused', message, sessionId: session.id })),
  );
  await settleMessageSet(tx, set.id, abandoned('stateForgotten', now, message));
}

/**
 * QuickBooks could not read a set of names, or three sessions died of it: they go again in halves, until the bad one
 * stands alone. That one is refused for this session, and goes alone from then on.
 */
export async function halveNames(
  { tx, connection, session }: SessionContext,
  set: MessageSet,
  message: string,
): Promise<void> {
  const entries = await store.entriesOfMessageSet(tx, set.id);
  const share = Math.ceil(entries.length / 2);
  // What QuickBooks may have added before is asked for; what it certainly lacks is not.
  const isMissing = set.purpose === 'lists' && set.tries <= 1 && entries.length > 1;
  const again = isMissing ? 'missing' : 'refused';
  const sessionId = isMissing || entries.length === 1 ? session.id : null;
  await store.putListEntries(
    tx,
    connection.id,
    entries.map((entry) => ({ ...nameOf(entry), state: again, message, sessionId, share })),
  );
}
