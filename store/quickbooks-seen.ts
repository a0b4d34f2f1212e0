import type { Transaction } from './database.js';

/** What QuickBooks said of itself and of its open company file at the start of a session; null is what it left out. */
export type QuickBooksSeen = {
  /** When it said so: ISO 8601 in UTC. */
  at: string;
  /** As in "QuickBooks Enterprise Solutions 24.0". */
  productName: string | null;
  /** Major and minor version, as in "34.0". */
  version: string | null;
  /** US, CA, UK … */
  country: string | null;
  /** The newest qbXML that it reads, as in "16.0". */
  qbxmlVersion: string | null;
  companyName: string | null;
  /** Path of the open company file. */
  companyFile: string | null;
  /** Our FileID in that file: lower case, without braces; null where it carries none of ours. */
  fileId: string | null;
};

/** Keeps it with the connection, where it replaces what was said before, and with the session. */
export async function noteQuickBooks(
  tx: Transaction,
  of: { connectionId: string; sessionId: string },
  seen: QuickBooksSeen,
): Promise<void> {
  await tx.query({
    name: 'note-quickbooks',
    text: `with noted as (update connections set quickbooks = $3 where id = $1)
      update sessions set quickbooks = $3 where id = $2`,
    values: [of.connectionId, of.sessionId, JSON.stringify(seen)],
  });
}
