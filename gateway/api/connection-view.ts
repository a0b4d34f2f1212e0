import type { Connection } from '../../store/connections.js';
import type { ConnectionView } from './schemas/connection.js';

/** A connection as people see it: its password stays where it is. */
export const viewConnection = ({ passwordHash: _, ...connection }: Connection): ConnectionView => connection;
