import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalGuid } from '../../qbxml/external-guid.js';
import { isSameGuid } from '../../qbxml/guid.js';
import { messageSetIdFrom, parseRequestId, requestIdAt } from '../../qbxml/message-set-id.js';
import { guid } from '../../qbxml/scalars.js';
import { thrownBy } from './samples.js';

describe('externalGuid', () => {
  const record = { itemId: 'main/invoices/42', key: 'addition', generation: 1 };

  it('is the same for ever for the same record', () => {
    // Written down: a change would make every record in QuickBooks a stranger.
    expect(externalGuid(record)).toBe('{30916d85-6e56-57a8-8f8c-2be8ede494ff}');
    expect(guid(externalGuid(record), 'guid')).toBe(externalGuid(record));
  });

  it.each([
    { ...record, itemId: 'main/invoices/43' },
    { ...record, key: 'bill' },
    { ...record, generation: 2 },
    { ...record, itemId: 'main/invoices/42","addition', key: '' },
  ])('differs for %j', (other) => {
    expect(externalGuid(other)).not.toBe(externalGuid(record));
  });
});

describe('isSameGuid', () => {
  it.each([
    ['{ABCDEF01-0000-0000-0000-000000000000}', 'abcdef01-0000-0000-0000-000000000000', true],
    ['{abcdef01-0000-0000-0000-000000000000}', '{ABCDEF01-0000-0000-0000-000000000000} ', true],
    ['{abcdef01-0000-0000-0000-000000000000}', '{abcdef02-0000-0000-0000-000000000000}', false],
    ['{abcdef01-0000-0000-0000-000000000000}', '', false],
  ])('compares %s with %s', (left, right, same) => {
    expect(isSameGuid(left, right)).toBe(same);
  });
});

describe('messageSetIdFrom', () => {
  it('makes 22 letters and digits of any 16 bytes, different for different bytes', () => {
    const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(sixteen, sixteen, (one, other) => {
        expect(messageSetIdFrom(one)).toMatch(/^[0-9A-Za-z]{22}$/);
        expect(messageSetIdFrom(one) === messageSetIdFrom(other)).toBe(Buffer.compare(one, other) === 0);
      }),
    );
  });

  it.each([
    [new Uint8Array(16), '0000000000000000000000'],
    [new Uint8Array(16).fill(255), '7n42DGM5Tflk9n8mt7Fhc7'],
  ])('writes the ends of the range', (bytes, id) => {
    expect(messageSetIdFrom(bytes)).toBe(id);
  });

  it('refuses another number of bytes', () => {
    expect(thrownBy(() => messageSetIdFrom(new Uint8Array(15))).code).toBe('internal');
  });
});

describe('requestID', () => {
  it('names the set and the place, and is read back', () => {
    const id = messageSetIdFrom(new Uint8Array(16).fill(7));

    expect(requestIdAt(id, 49)).toBe(`${id}-49`);
    expect(requestIdAt(id, 999_999_999).length).toBeLessThanOrEqual(50);
    expect(parseRequestId(requestIdAt(id, 49))).toEqual({ messageSetId: id, index: 49 });
  });

  it.each(['', '1', 'abc', 'abc-', '-1', 'abc-01', 'abc-1x', 'a b-1', `${'x'.repeat(24)}-1`])(
    'does not take %j for ours',
    (text) => {
      expect(parseRequestId(text)).toBeUndefined();
    },
  );
});
