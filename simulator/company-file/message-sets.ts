import { createHash } from 'node:crypto';
import type { Books } from './books.js';
import type { MessageSet } from './envelope.js';
import type { StoredStatus } from './rows.js';

/** Longest message-set ID (P507). */
const maxIdLength = 23;

/** What error recovery says about a message set before anything is executed. */
export type Recovery =
  | { readonly kind: 'execute'; readonly store: boolean }
  | { readonly kind: 'answer'; readonly code: number; readonly statuses: readonly StoredStatus[] };

/**
 * Error recovery (P506 to P511; QuickBooks SDK Programmer's Guide, table 31-2):
 * - new ID never seen: execute, and store what came of it
 * - new ID seen: nothing is executed; the same bytes get the stored status, others 9001, a lost one 9002
 * - old and new ID equal: a status check, whatever the set holds
 * - old ID: that state is freed; alone and unknown it gets 600; `ClearAllMessageSets` frees all
 * - an ID over 23 characters: 9004
 */
export function recover(books: Books, set: MessageSet, xml: string): Recovery {
  const { newId, oldId } = set;
  if ((newId ?? '').length > maxIdLength || (oldId ?? '').length > maxIdLength) return answer(9004);
  if (newId !== undefined && newId !== '') {
    const stored = books.messageSets.get(newId);
    if (stored) {
      if (oldId !== newId && stored.checksum !== checksumOf(xml)) return answer(9001);
      return stored.lost ? answer(9002) : { kind: 'answer', code: 0, statuses: stored.statuses };
    }
    if (oldId === newId) return answer(9002);
    free(books, oldId);
    return { kind: 'execute', store: true };
  }
  if (oldId === undefined || oldId === '') return { kind: 'execute', store: false };
  const known = free(books, oldId);
  if (!known && set.requests.length === 0) return answer(600);
  return set.requests.length === 0 ? answer(0) : { kind: 'execute', store: false };
}

/** Stores what came of a set; false when this one cannot be stored (9005). */
export function store(books: Books, id: string, xml: string, statuses: readonly StoredStatus[]): boolean {
  const { setsNotStorable } = books.company;
  if (setsNotStorable > 0) {
    books.company = { ...books.company, setsNotStorable: setsNotStorable - 1 };
    return false;
  }
  books.messageSets.put(id, { id, checksum: checksumOf(xml), statuses });
  return true;
}

function free(books: Books, id: string | undefined): boolean {
  if (id === undefined || id === '') return false;
  if (id === 'ClearAllMessageSets') {
    for (const { id: one } of books.messageSets.all()) books.messageSets.delete(one);
    return true;
  }
  const known = books.messageSets.get(id) !== undefined;
  books.messageSets.delete(id);
  return known;
}

function answer(code: number): Recovery {
  return { kind: 'answer', code, statuses: [] };
}

function checksumOf(xml: string): string {
  return createHash('sha256').update(xml).digest('base64');
}
