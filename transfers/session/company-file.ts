import { cut } from '../../domain/texts.js';
import { type HostCompanyPreferences, parseHostCompanyPreferences } from '../../qbxml/host-company-preferences.js';
import { noteQuickBooks } from '../../store/quickbooks-seen.js';
import type { SessionContext } from '../purposes/session-context.js';
import { OWNER_ID } from './owner-id.js';
import { quickBooksSeen } from './quickbooks-seen.js';

/** What QBWC hands over with sendRequestXML; the first one of a session says which company file is open. */
export type FirstCall = {
  hostCompanyPreferences: string;
  /** Path of the open company file. */
  companyFileName: string;
  country?: string;
  /** As in "16.0"; "" where QBWC left it out. */
  qbxmlVersion?: string;
};

/** Of a company, a path or a FileID, so that what to do is still read. */
const LONGEST_NAME = 200;
const LENGTH_OF_GUID = 36;

/**
 * S31: is the open company file the connection's own? QBWC writes our FileID into it when the .qwc file is added, and
 * shows it on the first call of a session. What QuickBooks said is kept either way.
 * @returns what was expected and what was found, where nothing may be written
 */
export async function checkCompanyFile(context: SessionContext, call: FirstCall): Promise<string | undefined> {
  const { tx, session, connection } = context;
  const company = parseHostCompanyPreferences(call.hostCompanyPreferences, OWNER_ID);
  const seen = quickBooksSeen(company, call, context.now);
  session.companyName = company?.companyName === undefined ? null : cut(company.companyName);
  if (seen !== undefined) await noteQuickBooks(tx, { connectionId: connection.id, sessionId: session.id }, seen);
  const expected = bare(connection.fileId);
  const found = company?.fileId === undefined ? undefined : bare(company.fileId);
  if (found !== expected) {
    const foundFileId = found?.slice(0, LENGTH_OF_GUID) ?? null;
    const where = { connectionId: connection.id, sessionId: session.id };
    context.happened.push({ event: 'wrongCompanyFile', ...where, expectedFileId: expected, foundFileId });
    return mismatch(context, call, company, found);
  }
  session.fileChecked = true;
  return undefined;
}

function mismatch(
  { connection }: SessionContext,
  call: FirstCall,
  company: HostCompanyPreferences | undefined,
  found: string | undefined,
): string {
  const open =
    [company?.companyName, call.companyFileName]
      .flatMap((name) => (name === undefined || name === '' ? [] : cut(name, LONGEST_NAME)))
      .join(', ') || 'no company';
  const mark =
    found === undefined ? 'it carries no FileID of this product' : `it carries FileID {${cut(found, LONGEST_NAME)}}`;
  const again =
    found === undefined
      ? " If this is the right one, add the connection's .qwc file to it with the Web Connector."
      : '';
  return (
    `Wrong company file: "${open}" is open in QuickBooks and ${mark}, but the connection "${connection.displayName}" ` +
    `belongs to the file with FileID {${bare(connection.fileId)}}. Nothing was sent. Open the right company file.${again} ` +
    'To go on in another company file for good, an admin moves the connection to it in the console: Connections, this connection, "Move to another company file".'
  );
}

const bare = (guid: string): string => guid.replace(/[{}]/g, '').toLowerCase();
