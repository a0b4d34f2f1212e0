import { AppError } from '../domain/errors.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 22;

/**
 * A message-set id from 16 random bytes: 22 letters and digits, below QuickBooks' limit of 23 (a UUID is too long) and
 * with nothing to escape. Throws `internal` for another number of bytes.
 */
export function messageSetIdFrom(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new AppError('internal', `found ${bytes.length} bytes, expected 16`);
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let id = '';
  while (id.length < LENGTH) {
    id = ALPHABET.charAt(Number(value % 62n)) + id;
    value /= 62n;
  }
  return id;
}

/** The requestID of a set's request, counted from 0; at most 50 characters, as QuickBooks demands. */
export const requestIdAt = (messageSetId: string, index: number): string => `${messageSetId}-${index}`;

/** The set and the index that a requestID names; undefined for one that is not ours. */
export function parseRequestId(text: string): { messageSetId: string; index: number } | undefined {
  const found = /^([0-9A-Za-z]{1,23})-(0|[1-9]\d{0,8})$/.exec(text);
  const [, messageSetId, index] = found ?? [];
  return messageSetId === undefined ? undefined : { messageSetId, index: Number(index) };
}
