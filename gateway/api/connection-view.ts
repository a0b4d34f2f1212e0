import type { Connection } from '../../store/connections.js';
import type { ConnectionView } from '../shared/schemas/connection.js';

/** A connection as people see it: its password stays where it is. */
export const viewConnection = (connection: Connection): ConnectionView => ({
  id: connection.id,
  displayName: connection.displayName,
  username: connection.username,
  companyFile: connection.companyFile,
  runEveryMinutes: connection.runEveryMinutes,
  settings: connection.settings,
  fileId: connection.fileId,
  lastSeenAt: connection.lastSeenAt,
  quickBooks: connection.quickbooks,
  webConnectorVersion: connection.webConnectorVersion,
});
