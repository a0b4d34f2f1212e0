import { escapeText } from '../../qbxml/escape.js';
import type { Connection } from '../../store/connections.js';
import { OWNER_ID } from '../../transfers/session/owner-id.js';

/** More are advised against (P304). */
const MAX_DESCRIPTION = 80;

/**
 * The .qwc file that makes a Web Connector know a connection (P301 to P312). AppName is the name under which
 * QuickBooks grants access: it depends on nothing that people can change.
 */
export function qwcFile(connection: Connection, publicUrl: string): string {
  const { id, displayName, username, fileId, runEveryMinutes } = connection;
  const description = Array.from(`PSA items for QuickBooks: ${displayName}`).slice(0, MAX_DESCRIPTION).join('');
  const lines = [
    element('AppName', `PSA to QuickBooks transfer (${id})`),
    '<AppID></AppID>',
    element('AppURL', `${publicUrl}/qbwc`),
    element('AppDescription', description),
    element('AppSupport', `${publicUrl}/support`),
    element('UserName', username),
    element('OwnerID', OWNER_ID.toUpperCase()),
    element('FileID', `{${fileId.toUpperCase()}}`),
    element('QBType', 'QBFS'),
    element('Style', 'Document'),
    ...(runEveryMinutes === null
      ? []
      : ['<Scheduler>', `  ${element('RunEveryNMinutes', String(runEveryMinutes))}`, '</Scheduler>']),
    element('AuthFlags', '0xF'),
    // `true` would keep QBWC from storing the FileID in the company file (P312).
    element('IsReadOnly', 'false'),
  ];
  return `<?xml version="1.0"?>\n<QBWCXML>\n${lines.map((line) => `  ${line}\n`).join('')}</QBWCXML>\n`;
}

const element = (name: string, value: string): string => `<${name}>${escapeText(value)}</${name}>`;
