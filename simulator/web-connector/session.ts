import { setTimeout as sleep } from 'node:timers/promises';
import type { CompanyFile } from '../company-file/company-file.js';
import { type Misbehaviour, MisbehaviourPlan, type SetInfo } from '../misbehaviour.js';
import { Transcript } from '../transcript.js';
import { type Answer, Died, QuickBooks } from './quickbooks.js';
import { CallFailed, type Operation } from './soap-call.js';
import { type Call, SoapClient } from './soap-client.js';

/** How to run a session. Pauses and limits have the values of QBWC unless said otherwise. */
export type SessionOptions = {
  readonly url: string;
  readonly userName: string;
  readonly password: string;
  readonly companyFile: CompanyFile;
  readonly qwc: { readonly ownerId: string; readonly fileId: string };
  readonly misbehave?: readonly Misbehaviour[];
  /** Hears of each misbehaviour just before it happens. */
  readonly onMisbehaviour?: (one: Misbehaviour) => void;
  readonly onCall?: (call: Call) => void;
  /** What receiveResponseXML says: 0 to 99 per cent done, 100 at the end. */
  readonly onProgress?: (percent: number) => void;
  /** A folder for every qbXML request and response. */
  readonly transcript?: string;
  /** Of one call; default 100 s, as in .NET. */
  readonly timeoutMs?: number;
  /** The pause that `NoOp` asks for; default 5 s. */
  readonly noOpPauseMs?: number;
  /** After that many `NoOp` in a row the session is closed; default: never. */
  readonly maxNoOps?: number;
  /** Whether it runs by its schedule (Auto-Run): only then the server can postpone it. */
  readonly isScheduled?: boolean;
  readonly clientVersion?: string;
};

/**
 * How a session ended.
 * - done: closed after 100 · nothingToDo: the server said `none`
 * - postponed: authenticate asked for a pause; the session is to run after `postponedSeconds`
 * - refused: `nvu`, `busy`, or the server wants another Web Connector or company file
 * - serverError: it answered "" or a negative number, and an error text
 * - callFailed: no answer, a fault, or an answer that the Web Connector cannot read
 * - died: by misbehaviour, QuickBooks died or the response was lost; nothing was said to the server
 */
export type SessionOutcome = 'done' | 'nothingToDo' | 'postponed' | 'refused' | 'serverError' | 'callFailed' | 'died';

export type SessionResult = {
  readonly outcome: SessionOutcome;
  /** What the last word was: the answer of closeConnection, or why there was none. */
  readonly closing: string;
  /** What getLastError said, if it was asked. */
  readonly lastError?: string;
  readonly serverVersion: string;
  /** Calls of sendRequestXML. */
  readonly roundTrips: number;
  /** Message sets that QuickBooks was given. */
  readonly messageSets: number;
  readonly timings: Readonly<Partial<Record<Operation, readonly number[]>>>;
  readonly ms: number;
  /** What QuickBooks' parser said of the sets that it refused with 0x80040400. */
  readonly parserLog: readonly string[];
  /** The pause that authenticate asked for before this session (its third string); 0 for none. */
  readonly postponedSeconds: number;
  /** The shortest pause between two sessions that authenticate allows (its fourth string); 0 for any. */
  readonly minimumEverySeconds: number;
};

type Counts = Omit<SessionResult, 'outcome' | 'closing' | 'lastError' | 'ms'>;

type End = { readonly outcome: SessionOutcome; readonly closing: string; readonly lastError?: string };

/** Runs one session, from serverVersion to closeConnection (P101; QBWC Programmer's Guide, p. 20-25). */
export async function runSession(options: SessionOptions): Promise<SessionResult> {
  const session = new Session(options);
  const started = performance.now();
  const end = await session.run();
  return { ...end, ...session.counts(), ms: performance.now() - started };
}

class Session {
  readonly #options: SessionOptions;
  readonly #client: SoapClient;
  readonly #plan: MisbehaviourPlan;
  readonly #quickBooks: QuickBooks;
  #ticket = '';
  #serverVersion = '';
  #roundTrips = 0;
  #messageSets = 0;
  #postponedSeconds = 0;
  #minimumEverySeconds = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#client = new SoapClient(options.url, options.timeoutMs ?? 100_000, options.onCall ?? (() => {}));
    this.#plan = new MisbehaviourPlan(options.misbehave ?? [], options.onMisbehaviour);
    const transcript = options.transcript === undefined ? undefined : new Transcript(options.transcript);
    this.#quickBooks = new QuickBooks(options.companyFile, this.#plan, transcript);
  }

  counts(): Counts {
    return {
      roundTrips: this.#roundTrips,
      messageSets: this.#messageSets,
      timings: this.#client.timings,
      serverVersion: this.#serverVersion,
      parserLog: this.#quickBooks.log,
      postponedSeconds: this.#postponedSeconds,
      minimumEverySeconds: this.#minimumEverySeconds,
    };
  }

  async run(): Promise<End> {
    try {
      return (await this.#logIn()) ?? (await this.#exchange());
    } catch (error) {
      if (error instanceof Died) return { outcome: 'died', closing: error.message };
      if (error instanceof CallFailed) return { outcome: 'callFailed', closing: error.message };
      throw error;
    } finally {
      this.#client.close();
    }
  }

  /** Up to authenticate; an end when there is nothing to exchange. */
  async #logIn(): Promise<End | undefined> {
    const { userName, password, clientVersion = '2.3.0.215' } = this.#options;
    this.#serverVersion = await this.#client.string('serverVersion', {});
    const verdict = await this.#client.string('clientVersion', { strVersion: clientVersion });
    if (/^[EO]:/.test(verdict))
      return { outcome: 'refused', closing: `The server refuses this Web Connector: ${verdict}` };
    const [ticket = '', file = '', postponed = '', every = ''] = await this.#client.strings('authenticate', {
      strUserName: userName,
      strPassword: password,
    });
    this.#ticket = ticket;
    this.#postponedSeconds = secondsOf(postponed);
    this.#minimumEverySeconds = secondsOf(every);
    if (file === 'none') return this.#close('nothingToDo');
    if (file === 'nvu' || file === 'busy') return this.#close('refused', refusalOf(file));
    if (this.#options.isScheduled && this.#postponedSeconds > 0) return this.#close('postponed');
    return this.#beginSession(file);
  }

  async #beginSession(file: string): Promise<End | undefined> {
    const { companyFile, qwc } = this.#options;
    const end = await this.#openCompany(file);
    if (end) return end;
    companyFile.beginSession();
    companyFile.writeFileId(qwc.ownerId, qwc.fileId);
    return undefined;
  }

  /** QuickBooks has its company file open already; another path cannot be opened (0x8004040A). */
  async #openCompany(asked: string): Promise<End | undefined> {
    const { path } = this.#options.companyFile.company;
    let file = asked;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (file === '' || file.toLowerCase() === path.toLowerCase() || file === this.#options.companyFile.path)
        return undefined;
      file = await this.#client.string('connectionError', {
        ticket: this.#ticket,
        hresult: '0x8004040A',
        message: 'A QuickBooks company data file is already open and it is different from the one requested.',
      });
      if (file.toLowerCase() === 'done') break;
    }
    return {
      outcome: 'refused',
      closing: `QBWC1013: the server asks for the company file "${asked}", open is "${path}"`,
    };
  }

  async #exchange(): Promise<End> {
    const { ownerId } = this.#options.qwc;
    let hcpResponse = this.#quickBooks.hostCompanyPreferences(ownerId);
    let noOps = 0;
    for (;;) {
      this.#roundTrips += 1;
      const requestXml = await this.#client.string('sendRequestXML', {
        ticket: this.#ticket,
        strHCPResponse: hcpResponse,
        strCompanyFileName: this.#options.companyFile.company.path,
        qbXMLCountry: 'US',
        qbXMLMajorVers: '16',
        qbXMLMinorVers: '0',
      });
      hcpResponse = '';
      if (requestXml === '') {
        const end = await this.#lastError();
        noOps += 1;
        if (end) return end;
        if (noOps > (this.#options.maxNoOps ?? Number.POSITIVE_INFINITY)) return this.#close('done');
        await sleep(this.#options.noOpPauseMs ?? 5000);
        continue;
      }
      noOps = 0;
      this.#messageSets += 1;
      const set: SetInfo = { number: this.#messageSets, requestXml };
      const percent = await this.#deliver(set, await this.#quickBooks.process(set));
      this.#options.onProgress?.(percent);
      if (percent >= 100) return this.#close('done');
      // Whatever the text is, `NoOp` too: after a negative number the session is over.
      if (percent < 0) return this.#close('serverError', await this.#askLastError());
    }
  }

  /** receiveResponseXML; said twice, the second answer is the one that arrives. */
  async #deliver(set: SetInfo, answer: Answer): Promise<number> {
    const parameters = { ticket: this.#ticket, ...answer };
    if (this.#plan.due('duplicateAnswer', set)) await this.#client.integer('receiveResponseXML', parameters);
    return this.#client.integer('receiveResponseXML', parameters);
  }

  #askLastError(): Promise<string> {
    return this.#client.string('getLastError', { ticket: this.#ticket });
  }

  /**
   * The end that getLastError means when there was nothing to send; none when it says `NoOp`. Nobody is here for an
   * interactive mode.
   */
  async #lastError(): Promise<End | undefined> {
    const text = await this.#askLastError();
    if (text === 'NoOp') return undefined;
    if (text !== 'Interactive mode') return this.#close('serverError', text);
    await this.#client.string('getInteractiveURL', { wcTicket: this.#ticket, sessionId: this.#ticket });
    const reason = 'The user did not allow the interactive session';
    return this.#close(
      'serverError',
      await this.#client.string('interactiveRejected', { wcTicket: this.#ticket, reason }),
    );
  }

  async #close(outcome: SessionOutcome, lastError?: string): Promise<End> {
    const closing = await this.#client.string('closeConnection', { ticket: this.#ticket });
    return lastError === undefined ? { outcome, closing } : { outcome, closing, lastError };
  }
}

/** In seconds; a timer of Node.js can wait for twice that. */
const longestPause = 1_000_000;

function secondsOf(text: string): number {
  return /^\d+$/.test(text.trim()) ? Math.min(Number(text), longestPause) : 0;
}

function refusalOf(answer: 'nvu' | 'busy'): string {
  return answer === 'nvu' ? 'QBWC1040: the user name or the password is wrong' : 'the server is busy';
}
