import type { Connection } from '../../../store/connections.js';
import type { QuickBooksSeen } from '../../../store/quickbooks-seen.js';
import { type Html, html } from '../html.js';

const UNKNOWN = '–';

/** Which QuickBooks: `QuickBooks Enterprise Solutions 24.0, version 34.0, US, qbXML 16.0`. */
export function quickBooksLine(seen: QuickBooksSeen | null): string {
  if (seen === null) return UNKNOWN;
  const { productName, version, country, qbxmlVersion } = seen;
  const parts = [productName, version && `version ${version}`, country, qbxmlVersion && `qbXML ${qbxmlVersion}`];
  return parts.filter(Boolean).join(', ') || UNKNOWN;
}

/** Which company file was open: its company and its path. */
export const openFileLine = ({ companyName, companyFile }: QuickBooksSeen): Html =>
  html`<strong>${companyName ?? 'a company without a name'}</strong>${companyFile !== null && html` <code>${companyFile}</code>`}`;

/** Whether the company file that was open last is the one that the connection belongs to; undefined: none was seen yet. */
export const isOwnFileOpen = ({ quickbooks, fileId }: Connection): boolean | undefined =>
  quickbooks === null ? undefined : quickbooks.fileId === fileId;
