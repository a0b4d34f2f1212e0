import { listConnections } from '../../../store/connections.js';
import { BASE } from '../access/cookies.js';
import { itemsUrl } from '../layout.js';
import { addPage, type Console } from '../page.js';

/** The root leads to the invoices of the first connection, or to where one is made. */
export function addStartPage(console: Console): void {
  addPage(console, {
    method: 'GET',
    url: '/',
    role: 'viewer',
    async handle({ deps }) {
      const [first] = await listConnections(deps.database);
      return { redirect: first === undefined ? `${BASE}/connections` : itemsUrl(first.id, 'invoices') };
    },
  });
}
