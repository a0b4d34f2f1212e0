import type { Clock } from './company-file/clock.js';
import { CompanyFile, type OpenOptions } from './company-file/company-file.js';
import type { CompanySeed } from './company-file/company-seed.js';

export { CompanyFile, type OpenOptions, type ProcessOptions, type ProcessResult } from './company-file/company-file.js';
export {
  type CompanySeed,
  type CustomerSeed,
  type ItemSeed,
  type NameSeed,
  sampleCompanySeed,
} from './company-file/company-seed.js';
export type { Chosen, NameChange } from './company-file/edits.js';
export type { CompanyRow, ListType, MessageSetRow, TxnType } from './company-file/rows.js';
export type { LineView, ListView, TransactionFilter, TransactionView } from './company-file/views.js';
export type { Misbehaviour, MisbehaviourKind, SetInfo, When } from './misbehaviour.js';
export { parseQwc, type QwcFile, readQwcFile } from './web-connector/qwc-file.js';
export { runSession, type SessionOptions, type SessionOutcome, type SessionResult } from './web-connector/session.js';
export type { Operation } from './web-connector/soap-call.js';
export type { Call } from './web-connector/soap-client.js';

/** Opens a company file, or makes one with the seed's lists (default: the sample company) if there is none. */
export async function openCompanyFile(path: string, options?: OpenOptions): Promise<CompanyFile> {
  return CompanyFile.open(path, options);
}

/** A company without a disk, for property tests. */
export function openInMemoryCompanyFile(seed?: CompanySeed, clock?: Clock): CompanyFile {
  return CompanyFile.inMemory(seed, clock);
}
