import { AppError } from '../../../domain/errors.js';
import { groupBy } from '../../../domain/group-by.js';
import { isAbsence } from '../../../qbxml/hresults.js';
import { requestIdAt } from '../../../qbxml/message-set-id.js';
import * as store from '../../../store/adoption.js';
import { lastQuestion } from '../../../store/questions.js';
import type { RecordRow } from '../../../store/records.js';
import { type LockedItem, loadItems } from '../../items/locked-item.js';
import { type Request, requestsOf } from '../asked.js';
import { queryByKey } from '../find-by-key/by-key.js';
import { type Draft, newMessageSetId } from '../message-set.js';
import type { SessionContext } from '../session-context.js';
import { returnHalves } from '../write/split.js';
import { adoptFindings } from './adopt-findings.js';
import { questionsOf } from './questions.js';

const ITEMS_A_PAGE = 200;
const QUESTIONS_A_SET = 100;

/**
 * While a search after a restore is active, a session asks instead of sending. Everything is gone through until a pass
 * has nothing to ask; then the report is ready, or what was found is adopted and the session goes on as any other.
 * @returns a set of questions; undefined while people decide; 'over' when there is no search (any more)
 */
export async function adoptFirst(context: SessionContext): Promise<Draft | 'over' | undefined> {
  const { tx, connection } = context;
  const run = await store.activeRun(tx, connection.id);
  if (run === undefined) return 'over';
  if (run.state === 'looked') return undefined;
  // What it adopts must not go out after it from a set that was rejected before.
  await returnHalves(context, 'a search after a restore comes first');
  await store.forgetUnanswered(tx, run.id);
  const draft = await ask(context, run);
  if (draft === undefined) await finish(context, run);
  await store.saveRun(tx, run);
  if (draft !== undefined) return draft;
  return run.applies ? 'over' : undefined;
}

async function finish(context: SessionContext, run: store.AdoptionRun): Promise<void> {
  if (run.applies) await adoptFindings(context, run);
  Object.assign(run, run.applies ? { state: 'done', endedAt: context.now } : { state: 'looked' });
}

/**
 * How many questions may go together: half as many as those that got no answer, until a bad one stands alone; twice as
 * many after each answer.
 */
async function mostQuestions({ tx, connection }: SessionContext): Promise<number> {
  const last = await lastQuestion(tx, connection.id, 'adoption');
  if (last === undefined) return QUESTIONS_A_SET;
  const asked = requestsOf(last).length;
  if (last.state === 'answered') return Math.min(QUESTIONS_A_SET, 2 * asked);
  return isAbsence(last.hresult ?? '') ? asked : Math.ceil(asked / 2);
}

/** The next questions; undefined when a whole pass had none. */
async function ask(context: SessionContext, run: store.AdoptionRun): Promise<Draft | undefined> {
  const { tx, connection, now } = context;
  const most = await mostQuestions(context);
  const stamp = { today: now.slice(0, 10), numbering: connection.settings.numbering };
  for (;;) {
    const ids = (await store.incompleteItems(tx, connection.id, run.cursor, ITEMS_A_PAGE)).map(({ id }) => id);
    if (ids.length === 0) {
      if (run.askedInPass === 0) return undefined;
      Object.assign(run, { cursor: 0, askedInPass: 0 });
      continue;
    }
    const items = await loadItems(tx, ids);
    const findings = groupBy(await store.findingsOfItems(tx, run.id, ids), ({ itemId }) => itemId);
    const questions = new Questions(context, run.since, most);
    for (const item of items) {
      const asked = questionsOf(item, findings.get(item.id) ?? [], { since: run.since, stamp });
      for (const record of asked) questions.add(item, record);
      // What is asked about is looked at again: its answer may lead to more questions.
      if (questions.findings.length === 0) run.cursor = item.id;
      if (questions.isFull) break;
    }
    await store.putFindings(tx, run.id, questions.findings);
    run.askedInPass += questions.findings.length;
    run.asked += questions.findings.length;
    if (questions.requests.length > 0) return questions.draft();
  }
}

/** A set of questions that is being filled. */
class Questions {
  readonly findings: store.Finding[] = [];
  readonly requests: Request[] = [];

  readonly #context: SessionContext;
  readonly #since: string;
  readonly #most: number;
  readonly #id = newMessageSetId();

  constructor(context: SessionContext, since: string, most: number) {
    this.#context = context;
    this.#since = since;
    this.#most = most;
  }

  get isFull(): boolean {
    return this.requests.length >= this.#most;
  }

  /** What cannot be put into a question could not be sent either: QuickBooks does not have it. */
  add(item: LockedItem, record: RecordRow): void {
    if (this.isFull) return;
    const requestId = requestIdAt(this.#id, this.requests.length);
    const request = this.#request(requestId, record);
    if (request !== undefined) this.requests.push({ xml: request });
    const { key, generation } = record;
    const asked =
      request === undefined
        ? ({ verdict: 'absent', messageSetId: null, requestId: null } as const)
        : ({ verdict: 'asked', messageSetId: this.#id, requestId } as const);
    this.findings.push({ itemId: item.id, key, generation, record, candidates: [], ...asked });
  }

  #request(requestId: string, record: RecordRow): string | undefined {
    const isDatedByUs = record.type === 'ItemReceiptAdd' && record.lookup.date === this.#since;
    try {
      return queryByKey(requestId, record, isDatedByUs ? { through: this.#context.now.slice(0, 10) } : {});
    } catch (thrown) {
      if (AppError.from(thrown).code === 'unsendable') return undefined;
      throw thrown;
    }
  }

  draft(): Draft {
    return { id: this.#id, purpose: 'adoption', requests: this.requests, onError: 'continueOnError', records: 0 };
  }
}
