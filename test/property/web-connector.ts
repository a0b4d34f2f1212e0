import type { CompanyFile } from '../../simulator/simulator.js';
import type { Database } from '../../store/database.js';
import { findMessageSet } from '../../store/message-sets.js';
import type { SessionNews } from '../../transfers/purposes/session-context.js';
import { beginSession } from '../../transfers/session/authenticate.js';
import { closeSession, failConnection } from '../../transfers/session/last-words.js';
import { nextMessageSet } from '../../transfers/session/next-message-set.js';
import { OWNER_ID } from '../../transfers/session/owner-id.js';
import { takeAnswer } from '../../transfers/session/take-answer.js';
import type { Fault } from './history.js';

type Answer = { response: string; hresult: string; message: string };

/** What came of a move: it goes on, the session is over, or there was nothing to do from the beginning. */
export type Moved = 'on' | 'over' | 'nothing';

export type Around = {
  database: Database;
  connectionId: string;
  company: CompanyFile;
  now: () => string;
  tell: (news: readonly SessionNews[]) => Promise<void>;
  /** QuickBooks has executed something. */
  looked: () => void;
};

/** A Web Connector that makes one move at a time, so that anything can happen between two; it dies and leaves things behind. */
export class WebConnector {
  readonly #around: Around;
  readonly #greeting: string;
  /** Sets that a dead Web Connector still holds, and answers that never arrived. */
  readonly #heldSets: string[] = [];
  readonly #heldAnswers: (Answer & { ticket: string })[] = [];
  #ticket: string | undefined;
  #isFirst = false;
  #asked: string | undefined;
  #answer: Answer | undefined;
  #isTwice = false;

  constructor(around: Around) {
    this.#around = around;
    this.#greeting = around.company.hostCompanyPreferences(OWNER_ID).response;
  }

  get isMidway(): boolean {
    return this.#ticket !== undefined;
  }

  /** The next thing that the protocol has in store: authenticate, ask, let QuickBooks work, hand over. */
  async move(fault: Fault): Promise<{ moved: Moved; fault: Fault }> {
    const ticket = this.#ticket;
    if (ticket === undefined) return { moved: await this.#begin(), fault };
    if (this.#asked === undefined) return { moved: await this.#ask(ticket), fault };
    if (this.#answer === undefined) {
      await this.#work(this.#asked, fault);
      return { moved: 'on', fault: 'none' };
    }
    return { moved: await this.#handOver(ticket, this.#answer), fault };
  }

  /** It is gone without a word; somebody may find later what it was doing. */
  die(): void {
    if (this.#answer !== undefined) this.#heldAnswers.push({ ...this.#answer, ticket: this.#ticket ?? '' });
    else if (this.#asked !== undefined) this.#heldSets.push(this.#asked);
    this.#forget();
  }

  async close(): Promise<void> {
    const { database, now, tell } = this.#around;
    if (this.#ticket === undefined) return;
    const { news } = await closeSession(database, { ticket: this.#ticket, now: now() });
    this.#forget();
    await tell(news);
  }

  /** QuickBooks cannot be reached any more. */
  async fail(): Promise<void> {
    const { database, now, tell } = this.#around;
    if (this.#ticket === undefined) return;
    const call = { ticket: this.#ticket, now: now(), hresult: '0x80040408', message: '' };
    await tell(await failConnection(database, call));
    this.die();
  }

  /** An answer of long ago arrives, under its own ticket and under the one of today. */
  async handOverOld(pick: number): Promise<void> {
    const { database, now, tell } = this.#around;
    const held = this.#heldAnswers[pick % Math.max(this.#heldAnswers.length, 1)];
    if (held === undefined) return;
    const tickets =
      this.#ticket === undefined || this.#asked === undefined ? [held.ticket] : [held.ticket, this.#ticket];
    for (const ticket of tickets) {
      const said = await takeAnswer(database, { ...held, ticket, now: now() });
      await tell(said?.news ?? []);
    }
  }

  /**
   * QuickBooks works off a set that a dead Web Connector still held. Only while we may send the same bytes again or
   * QuickBooks remembers them: a set of which we were told "not there" is beyond what its id can protect.
   */
  async workOffOld(pick: number): Promise<void> {
    const { database, company, looked } = this.#around;
    const held = this.#heldSets[pick % Math.max(this.#heldSets.length, 1)];
    const id = /newMessageSetID="([^"]*)"/.exec(held ?? '')?.[1];
    if (held === undefined || id === undefined) return;
    const set = await findMessageSet(database, id);
    const isRemembered = company.messageSets.some((stored) => stored.id === id);
    if (!isRemembered && (set?.state !== 'sent' || set.byKey || set.tries >= 3)) return;
    company.process(held);
    looked();
  }

  #forget(): void {
    this.#ticket = undefined;
    this.#asked = undefined;
    this.#answer = undefined;
  }

  async #begin(): Promise<Moved> {
    const { database, connectionId, company, now, tell } = this.#around;
    const { ticket, answer, news } = await beginSession(database, { connectionId, passwordVersion: 0, now: now() });
    await tell(news);
    if (answer === 'none' || answer === 'busy') return 'nothing';
    company.beginSession();
    this.#ticket = ticket;
    this.#isFirst = true;
    return 'on';
  }

  async #ask(ticket: string): Promise<Moved> {
    const { database, now, tell } = this.#around;
    const said = await nextMessageSet(database, {
      ticket,
      now: now(),
      hostCompanyPreferences: this.#isFirst ? this.#greeting : '',
      companyFileName: 'memory',
    });
    this.#isFirst = false;
    await tell(said?.news ?? []);
    if (said !== undefined && said.reply !== '') {
      this.#asked = said.reply;
      return 'on';
    }
    await this.close();
    return 'over';
  }

  async #work(asked: string, fault: Fault): Promise<void> {
    const { company, looked } = this.#around;
    const writes = asked.includes('newMessageSetID');
    if (fault === 'rejects' && writes) this.#answer = { response: '', hresult: '0x80040400', message: 'cannot parse' };
    if (fault === 'throws') this.#answer = { response: '', hresult: '0x80040402', message: '' };
    if (this.#answer !== undefined) return;
    if (fault === 'cannotStore' && writes) company.setCompany({ setsNotStorable: 1 });
    const result = company.process(asked);
    company.setCompany({ setsNotStorable: 0 });
    looked();
    this.#isTwice = fault === 'twice';
    const { response } = { response: '', ...result };
    if ('hresult' in result) this.#answer = { response: '', hresult: result.hresult, message: result.message };
    else if (fault === 'throwsAfter') this.#answer = { response: '', hresult: '0x80040402', message: '' };
    else this.#answer = { response: damaged(response, fault), hresult: '', message: '' };
    // What QuickBooks could not store it cannot tell again: that answer arrives (P512).
    if (fault === 'cannotStore' && writes && this.#ticket !== undefined) await this.move('none');
  }

  async #handOver(ticket: string, answer: Answer): Promise<Moved> {
    const { database, now, tell } = this.#around;
    let percent = -1;
    for (let copy = this.#isTwice ? 2 : 1; copy > 0; copy -= 1) {
      const said = await takeAnswer(database, { ticket, now: now(), ...answer });
      await tell(said?.news ?? []);
      percent = said?.reply ?? -1;
    }
    this.#heldAnswers.push({ ...answer, ticket });
    this.#asked = undefined;
    this.#answer = undefined;
    this.#isTwice = false;
    if (percent >= 0 && percent < 100) return 'on';
    await this.close();
    return 'over';
  }
}

/** What becomes of a response on its way. */
function damaged(response: string, fault: Fault): string {
  if (fault === 'cut') return response.slice(0, response.length / 2);
  if (fault === 'text') return 'QuickBooks is busy.';
  if (fault !== 'dropLast') return response;
  const last = response.lastIndexOf('Rs requestID="');
  return last < 0 ? response : `${response.slice(0, response.lastIndexOf('<', last))}</QBXMLMsgsRs></QBXML>`;
}
