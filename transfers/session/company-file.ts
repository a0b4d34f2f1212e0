import { parseHostCompanyPreferences } from '../../qbxml/host-company-preferences.js';
import { OWNER_ID } from './owner-id.js';
import type { SessionInHand } from './session-in-hand.js';

/**
 * S31: is the open company file the connection's own? QBWC writes our FileID into it when the .qwc file is added, and
 * shows it on the first call of a session.
 * @returns what was expected and what was found, where nothing may be written
 */
export function checkCompanyFile(
  hand: SessionInHand,
  call: { hostCompanyPreferences: string; companyFileName: string },
): string | undefined {
  const { session, connection } = hand;
  const company = parseHostCompanyPreferences(call.hostCompanyPreferences, OWNER_ID);
  session.companyName = company?.companyName ?? null;
  const expected = bare(connection.fileId);
  const found = company?.fileID === undefined ? undefined : bare(company.fileID);
  if (found === expected) {
    session.fileChecked = true;
    return undefined;
  }
  const open =
    [company?.companyName, call.companyFileName].filter((name) => name !== undefined && name !== '').join(', ') ||
    'no company';
  const mark = found === undefined ? 'it carries no FileID of this product' : `it carries FileID {${found}}`;
  return (
    `Wrong company file: "${open}" is open in QuickBooks and ${mark}, but the connection "${connection.displayName}" ` +
    `belongs to the file with FileID {${expected}}. Nothing was sent. Open the right company file, or add the connection's .qwc file to this one.`
  );
}

const bare = (guid: string): string => guid.replace(/[{}]/g, '').toLowerCase();
