import type {
  BusinessEvent,
  OutcomeUnknown,
  RecordRefused,
  SessionBegun,
  SessionEnded,
  WrongCompanyFile,
} from '../domain/business-events.js';
import { type ItemKind, KIND_LABEL } from '../domain/kinds.js';
import * as counters from './counters.js';

/**
 * One helper per business event: it writes the line of the log and counts, both or neither. `event` in the line never
 * changes, so that programs can find it. A line has no secret and no long text. Call them after the commit: a
 * transaction may be tried again.
 */

/** Where lines go: pino's logger, or that of a request. */
export type EventLog = { info(fields: object, line: string): void };
export type WarningLog = { warn(fields: object, line: string): void };

export function sessionBegun(log: EventLog, facts: SessionBegun): void {
  log.info(facts, `session begun: ${facts.connectionId}, ${facts.planned} items wait`);
  counters.sessionsBegun.inc({ connection: facts.connectionId });
}

export function sessionEnded(log: EventLog, facts: SessionEnded): void {
  const { connectionId: connection, state, code, recordsSucceeded, recordsFailed } = facts;
  const why = code === null ? '' : `, ${code}${facts.hresult === null ? '' : ` ${facts.hresult}`}`;
  const counts = `${recordsSucceeded} records succeeded, ${recordsFailed} failed`;
  log.info(facts, `session ${state}${why}: ${connection}, ${counts}`);
  counters.sessionsEnded.inc({ connection, state, code: code ?? '' });
}

export function wrongCompanyFile(log: EventLog, facts: WrongCompanyFile): void {
  const { connectionId: connection, expectedFileId, foundFileId } = facts;
  const found = foundFileId === null ? 'no FileID of this product' : `FileID {${foundFileId}}`;
  log.info(facts, `wrong company file: ${connection}, found ${found}, expected {${expectedFileId}}`);
  counters.wrongCompanyFiles.inc({ connection });
}

export function recordRefused(log: EventLog, facts: RecordRefused): void {
  const { connectionId: connection, kind, psaId, code } = facts;
  log.info(facts, `record refused: ${KIND_LABEL[kind]} ${psaId} of ${connection}, code ${code}`);
  counters.recordsRefused.inc({ connection, kind, code });
}

export function outcomeUnknown(log: EventLog, facts: OutcomeUnknown): void {
  const { connectionId: connection, kind, psaId } = facts;
  log.info(facts, `outcome unknown: ${KIND_LABEL[kind]} ${psaId} of ${connection}, a person has to look in QuickBooks`);
  counters.outcomesUnknown.inc({ connection, kind });
}

/** Whatever can happen in a session, with its helper. */
const HELPERS: { readonly [Name in BusinessEvent['event']]: (log: EventLog, facts: Named<Name>) => void } = {
  sessionBegun,
  sessionEnded,
  wrongCompanyFile,
  recordRefused,
  outcomeUnknown,
};
type Named<Name> = Extract<BusinessEvent, { event: Name }>;

/** What a call of a session came to, in order. */
export function tellAll(log: EventLog, happened: readonly BusinessEvent[]): void {
  for (const facts of happened) (HELPERS[facts.event] as (log: EventLog, facts: BusinessEvent) => void)(log, facts);
}

/** By whom: `by` is the person, null where only the API token speaks. */
type Given = { via: 'api' | 'console'; by: string | null };

/** `refused` of the `items` were refused; absent while a command for many goes on (`bulkActionId`). */
export type CommandGiven = Given & {
  connectionId: string;
  command: 'ready' | 'notReady' | 'clearError' | 'settle';
  kind: ItemKind;
  items: number;
  refused?: number;
  bulkActionId?: string;
};

export function commandGiven(log: EventLog, facts: CommandGiven): void {
  const { connectionId, command, kind, items, refused = 0, via, by } = facts;
  const what = `${command} for ${items} ${items === 1 ? KIND_LABEL[kind] : kind} of ${connectionId}`;
  const no = refused === 0 ? '' : `, ${refused} refused`;
  log.info({ event: 'commandGiven', ...facts }, `command given: ${what}, by ${by ?? 'the PSA'} (${via})${no}`);
  counters.commandsGiven.inc({ command, via });
}

export type ConnectionMoved = Given & { connectionId: string; fromFileId: string; toFileId: string };

export function connectionMoved(log: EventLog, facts: ConnectionMoved): void {
  const { connectionId, fromFileId, toFileId, via, by } = facts;
  const where = `${connectionId} from FileID {${fromFileId}} to {${toFileId}}`;
  log.info({ event: 'connectionMoved', ...facts }, `connection moved: ${where}, by ${by ?? 'the PSA'} (${via})`);
  counters.connectionsMoved.inc({ via });
}

/** Where somebody says who he is: authenticate of the Web Connector, the console's sign-in, the bearer token of the API. */
export type DoorName = 'qbwc' | 'console' | 'api';

const REFUSALS = {
  unknownName: 'nobody has this name',
  wrongPassword: 'the password is wrong',
  disabled: 'the user is disabled',
  noToken: 'there is no token',
  wrongToken: 'the token is wrong',
  tooManyTries: 'too many wrong ones came from this address',
  busy: 'too many passwords wait to be looked at',
} as const;

/**
 * Why somebody was not let in. Of `tooManyTries` (of his address) and `busy` (too many passwords wait to be looked at)
 * nobody knows whether the password was right.
 */
export type RefusalReason = keyof typeof REFUSALS;

/** `address` is the caller's. */
export type SignInRefused = { door: DoorName; name: string; address: string; reason: RefusalReason };

/** A warning: whoever watches for guesses looks for these. */
export function signInRefused(log: WarningLog, { door, name, address, reason }: SignInRefused): void {
  const line = { event: 'signInRefused', door, name: name.slice(0, 100), address, reason };
  log.warn(line, `refused at the door "${door}": ${REFUSALS[reason]}`);
  counters.refusedSignIns.inc({ door, reason });
}
