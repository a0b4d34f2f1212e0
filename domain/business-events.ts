import type { FailureCode } from './failure-codes.js';
import type { ItemKind } from './kinds.js';
import type { SessionErrorCode } from './session-errors.js';
import type { SessionState } from './session-events.js';

type InSession = { connectionId: string; sessionId: string };

/** The Web Connector has begun a session; `planned` items wait for it. */
export type SessionBegun = InSession & { event: 'sessionBegun'; planned: number; webConnectorVersion: string | null };

/** A session has ended; `unsettled` says that something was sent of which the next session has to find out what became of it. */
export type SessionEnded = InSession & {
  event: 'sessionEnded';
  state: Exclude<SessionState, 'open'>;
  code: SessionErrorCode | null;
  hresult: string | null;
  recordsSent: number;
  recordsSucceeded: number;
  recordsFailed: number;
  unsettled: boolean;
  seconds: number;
};

/** Another company file than the connection's is open in QuickBooks; `foundFileId` is null where it carries none of ours. */
export type WrongCompanyFile = InSession & {
  event: 'wrongCompanyFile';
  expectedFileId: string;
  foundFileId: string | null;
};

type OfItem = InSession & { kind: ItemKind; psaId: string };

/** QuickBooks, or this product in its place, has refused a record. */
export type RecordRefused = OfItem & { event: 'recordRefused'; code: FailureCode };

/** Nobody can tell whether QuickBooks has a record: a person has to look. */
export type OutcomeUnknown = OfItem & { event: 'outcomeUnknown' };

/** What happens in a session and concerns whoever runs the product: told once it is committed. */
export type BusinessEvent = SessionBegun | SessionEnded | WrongCompanyFile | RecordRefused | OutcomeUnknown;
