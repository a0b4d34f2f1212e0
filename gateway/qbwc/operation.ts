import type { FastifyRequest } from 'fastify';
import type { Dependencies } from '../shared/dependencies.js';
import type { SoapResult } from './soap.js';

/** The parameter of a call, "" when QBWC left it out. */
export type Parameter = (name: string) => string;

/** What calls without a ticket have in common: where they come from, and the cookie that QBWC keeps during a run. */
export type Run = {
  /** What clientVersion of this run said, as in "2.3.0.215". */
  readonly webConnectorVersion: string | undefined;
  readonly rememberWebConnectorVersion: (version: string) => void;
  readonly request: FastifyRequest;
};

/**
 * One SOAP operation: what it does, and what it says when we cannot do it (PostgreSQL is away, we have a bug): a
 * well-formed call never gets a fault.
 */
export type Operation = {
  run: (deps: Dependencies, parameter: Parameter, run: Run) => Promise<SoapResult>;
  unavailable: SoapResult;
};
