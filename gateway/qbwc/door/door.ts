import type { Readable } from 'node:stream';
import { AppError } from '../../../domain/errors.js';
import { isOperation, PARAMETERS, unknownOperation } from '../operations.js';
import type { SoapCall } from '../soap.js';
import { Deadline } from './deadline.js';
import { Gathered } from './gathered.js';
import { type Head, readHead } from './head.js';
import { LIMITS } from './limits.js';
import { Room, Share } from './room.js';

/** The bytes of a call, to be read as a whole; or a call of which the door itself has read all that counts. */
export type Admitted = Buffer | SoapCall;

/** What most calls are, when nobody says how long they are. */
const FIRST_BYTES = 4_096;

/** One body at the door. */
type Visit = {
  chunks: AsyncIterator<Buffer, undefined>;
  /** In bytes, as its sender says; undefined when he does not. */
  length: number | undefined;
  deadline: Deadline;
  whenDone: (step: () => void) => void;
};

/**
 * Stands before /qbwc, where anybody may post: takes a body in without building anything from it, and no further than who
 * sends it may. Up to `LIMITS.call` bytes are taken from everybody. What is longer has to name its operation and an open
 * session's ticket by then, and only an answer of QuickBooks goes on; for another ticket the rest is thrown away as it
 * comes, and the operation says what it says to such a ticket.
 */
export class Door {
  readonly #calls = new Room(LIMITS.callsTogether);
  readonly #answers = new Room(LIMITS.answersTogether);
  /** Long answers are taken one after the other: each needs its size several times over for a moment. */
  readonly #turn = new Room(1);
  readonly #underway = new Set<string>();
  readonly #isOpen: (ticket: string) => Promise<boolean>;

  /** `isOpen`: whether a ticket is that of a session that goes on. */
  constructor(isOpen: (ticket: string) => Promise<boolean>) {
    this.#isOpen = isOpen;
  }

  /**
   * `length` is what the sender says of the body; `whenDone` takes what to do once the call is answered.
   * Throws `invalid` for what is no SOAP call, `tooLarge`, `tooSlow`, and `unavailable` when too much comes at once.
   */
  async admit(body: Readable, length: number | undefined, whenDone: Visit['whenDone']): Promise<Admitted> {
    if (length !== undefined && length > LIMITS.body) throw tooLarge(LIMITS.body);
    const deadline = new Deadline(LIMITS.callWithinMs);
    // Who stops in the middle leaves the connection as it is, for the answer.
    const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
    return deadline.keep(this.#admit({ chunks, length, deadline, whenDone }));
  }

  async #admit(visit: Visit): Promise<Admitted> {
    const share = shareOf(this.#calls, visit);
    const call = new Gathered(Math.min(visit.length ?? FIRST_BYTES, LIMITS.call));
    while (call.size <= LIMITS.call) {
      const chunk = await next(visit);
      if (chunk === undefined) return this.#small(call.bytes);
      await share.take(chunk.length, 0);
      call.add(chunk);
    }
    visit.deadline.moveTo(LIMITS.unreadWithinMs);
    const head = readHead(call.bytes);
    const judged = await this.#judge(head);
    if (judged === 'take') return this.#takeAnswer(visit, call, head.ticket);
    await readOn(visit, call.size, () => undefined);
    if (judged instanceof AppError) throw judged;
    return judged;
  }

  /** A whole body that is small. With more markup than a call has it is judged as a long one. */
  async #small(bytes: Buffer): Promise<Admitted> {
    const head = readHead(bytes);
    if (head.stop !== 'tooMuch') return bytes;
    const judged = await this.#judge(head);
    if (judged === 'take') return leftOut(head.ticket, bytes);
    if (judged instanceof AppError) throw judged;
    return judged;
  }

  /** What becomes of a body that is more than a call: it is taken, refused, or answered without being read. */
  async #judge({ operation, ticket }: Head): Promise<'take' | AppError | SoapCall> {
    if (operation === undefined)
      return new AppError('invalid', `expected a SOAP envelope with its operation in the first ${LIMITS.call} bytes`);
    if (!isOperation(operation)) return unknownOperation(operation);
    const hasTicket = PARAMETERS[operation].some((name) => name === 'ticket');
    if (hasTicket && !(ticket !== '' && (await this.#isOpen(ticket)))) return { operation, parameters: { ticket } };
    return operation === 'receiveResponseXML' ? 'take' : tooLarge(LIMITS.call);
  }

  /** A session has one answer on its way; who has a ticket cannot keep the others out with a second one. */
  #begin(ticket: string, { whenDone }: Visit): void {
    if (this.#underway.has(ticket)) throw new AppError('unavailable', 'Another answer of this session is being read.');
    this.#underway.add(ticket);
    whenDone(() => this.#underway.delete(ticket));
  }

  /** All of its room is taken first: two that have half of it each would wait for each other. */
  async #takeAnswer(visit: Visit, call: Gathered, ticket: string): Promise<Admitted> {
    visit.deadline.moveTo(LIMITS.answerWithinMs);
    const { length = LIMITS.body } = visit;
    this.#begin(ticket, visit);
    await shareOf(this.#answers, visit).take(length, LIMITS.roomWithinMs);
    const answer = new Gathered(length);
    answer.add(call.bytes);
    let markup = markupIn(call.bytes);
    await readOn(visit, call.size, (chunk) => {
      markup += markupIn(chunk);
      if (markup <= LIMITS.markup) answer.add(chunk);
    });
    await shareOf(this.#turn, visit).take(1, LIMITS.roomWithinMs);
    const isReadable = markup <= LIMITS.markup && readHead(answer.bytes).stop !== 'tooMuch';
    return isReadable ? answer.handOver() : leftOut(ticket, call.bytes);
  }
}

function shareOf(room: Room, { whenDone }: Visit): Share {
  const share = new Share(room);
  whenDone(() => share.over());
  return share;
}

/** The next chunk, undefined at the end. */
async function next({ chunks }: Visit): Promise<Buffer | undefined> {
  try {
    return (await chunks.next()).value;
  } catch (cause) {
    throw new AppError('invalid', 'The connection ended before the body did.', { cause });
  }
}

/** Goes over the rest of a body; throws `tooLarge` when there is too much of it. */
async function readOn(visit: Visit, sizeSoFar: number, take: (chunk: Buffer) => void): Promise<void> {
  let size = sizeSoFar;
  for (let chunk = await next(visit); chunk !== undefined; chunk = await next(visit)) {
    size += chunk.length;
    if (size > LIMITS.body) throw tooLarge(LIMITS.body);
    take(chunk);
  }
}

/**
 * An answer with more markup than QuickBooks gives counts as one that is no XML: what it did is unknown, and is asked for
 * in the next session. A sentence stands for it, with its beginning for people to look at.
 */
const leftOut = (ticket: string, beginning: Buffer): SoapCall => ({
  operation: 'receiveResponseXML',
  parameters: {
    ticket,
    response:
      'This answer was left unread: it has more markup than any answer to what QuickBooks was asked. The call began: ' +
      beginning.toString('latin1', 0, 2_000),
  },
});

function markupIn(chunk: Buffer): number {
  let count = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at];
    if (byte === 0x3c || byte === 0x26) count += 1;
  }
  return count;
}

const tooLarge = (limit: number): AppError =>
  new AppError('tooLarge', `The body is too large: expected at most ${limit} bytes for this call.`);
