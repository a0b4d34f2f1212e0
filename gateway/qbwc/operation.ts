import type { Dependencies } from '../dependencies.js';
import type { SoapResult } from './soap.js';

/** The parameter of a call, "" when QBWC left it out. */
export type Parameter = (name: string) => string;

/**
 * One SOAP operation: what it does, and what it says when we cannot do it (PostgreSQL is away, we have a bug): a
 * well-formed call never gets a fault.
 */
export type Operation = {
  run: (deps: Dependencies, parameter: Parameter) => Promise<SoapResult>;
  unavailable: SoapResult;
};
