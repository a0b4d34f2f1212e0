/**
 * Why a session ended that could have gone on; the sentence for people stands beside it.
 * - wrongCompanyFile: another company file than the connection's is open in QuickBooks (S31)
 * - quickBooksError: QuickBooks or the Web Connector reports an error; its hresult says which
 * - answerUnreadable: what came is no qbXML, or was cut off
 * - answerAstray: twice the answer was for something else
 * - unanswered: QuickBooks could not say what became of what it was sent
 * - passwordChanged: the connection got another password while it was open
 * - replaced: the Web Connector began a new session before this one was closed
 * - lost: the Web Connector stopped calling
 * - ownError: our own mistake; the log has it
 */
export type SessionErrorCode =
  | 'wrongCompanyFile'
  | 'quickBooksError'
  | 'answerUnreadable'
  | 'answerAstray'
  | 'unanswered'
  | 'passwordChanged'
  | 'replaced'
  | 'lost'
  | 'ownError';

/** `hresult` as `0x80040400`, where there is one; `sentence` is for QBWC's Status column and for people. */
export type SessionError = { code: SessionErrorCode; sentence: string; hresult?: string | undefined };
