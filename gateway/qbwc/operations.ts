import { AppError } from '../../domain/errors.js';
import type { Operation } from './operation.js';
import { authenticate } from './operations/authenticate.js';
import { clientVersion } from './operations/client-version.js';
import { closeConnection } from './operations/close-connection.js';
import { connectionError } from './operations/connection-error.js';
import { getLastError } from './operations/get-last-error.js';
import { getInteractiveURL, interactiveDone, interactiveRejected } from './operations/interactive.js';
import { receiveResponseXML } from './operations/receive-response-xml.js';
import { sendRequestXML } from './operations/send-request-xml.js';
import { serverVersion } from './operations/server-version.js';

/** The parameters of each operation, in the order of the WSDL; all texts but the two versions. */
export const PARAMETERS = {
  serverVersion: [],
  clientVersion: ['strVersion'],
  authenticate: ['strUserName', 'strPassword'],
  sendRequestXML: [
    'ticket',
    'strHCPResponse',
    'strCompanyFileName',
    'qbXMLCountry',
    'qbXMLMajorVers',
    'qbXMLMinorVers',
  ],
  receiveResponseXML: ['ticket', 'response', 'hresult', 'message'],
  getLastError: ['ticket'],
  connectionError: ['ticket', 'hresult', 'message'],
  closeConnection: ['ticket'],
  getInteractiveURL: ['wcTicket', 'sessionId'],
  interactiveDone: ['wcTicket'],
  interactiveRejected: ['wcTicket', 'reason'],
} as const;

export type OperationName = keyof typeof PARAMETERS;

/** All eleven operations (P102). */
export const OPERATIONS: Record<OperationName, Operation> = {
  serverVersion,
  clientVersion,
  authenticate,
  sendRequestXML,
  receiveResponseXML,
  getLastError,
  connectionError,
  closeConnection,
  getInteractiveURL,
  interactiveDone,
  interactiveRejected,
};

export const isOperation = (name: string): name is OperationName => Object.hasOwn(OPERATIONS, name);

export const unknownOperation = (name: string): AppError =>
  new AppError(
    'invalid',
    `unknown operation "${name.slice(0, 100)}"; expected one of ${Object.keys(PARAMETERS).join(', ')}`,
  );
