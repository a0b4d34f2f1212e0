import { describe, expect, it } from 'vitest';
import { CUSTOMER, fullNameOf, ITEM, parentAndName, SHIP_METHOD, VENDOR } from '../../qbxml/names.js';
import { thrownBy } from './samples.js';

describe('fullNameOf', () => {
  it.each([
    ['Northwind~Albany', 'Northwind:Albany'],
    [' Northwind ~ Albany ', 'Northwind:Albany'],
    ['Northwind:Albany', 'Northwind:Albany'],
    ['Two\n lines', 'Two lines'],
    ['', ''],
    ['Who? \u0160koda \u2013 \uff1f', 'Who? Skoda - ?'],
    [
      `${'x'.repeat(41)}~${'y'.repeat(41)}~${'z'.repeat(41)}~a~b`,
      `${'x'.repeat(41)}:${'y'.repeat(41)}:${'z'.repeat(41)}:a:b`,
    ],
  ])('writes %j as %j', (name, fullName) => {
    expect(fullNameOf(name, CUSTOMER, 'customer')).toBe(fullName);
  });

  it('takes ~ as it is in a list without levels', () => {
    expect(fullNameOf('A~B Supplies', VENDOR, 'vendor')).toBe('A~B Supplies');
  });

  it.each([
    [
      'a customer level over 41',
      `Top~${'x'.repeat(42)}`,
      CUSTOMER,
      `found 42 characters in "${'x'.repeat(42)}", QuickBooks allows 41; shorten the name in the PSA`,
    ],
    [
      'an item level over 31',
      'y'.repeat(32),
      ITEM,
      `found 32 characters in "${'y'.repeat(32)}", QuickBooks allows 31; shorten the name in the PSA`,
    ],
    ['an empty level', 'A~~B', CUSTOMER, 'found "A~~B", in which a level of the name is empty'],
    ['a level too many', 'a~b~c~d~e~f', ITEM, 'found 6 levels in "a~b~c~d~e~f", QuickBooks allows 5'],
    [
      'a colon in a flat list',
      'Acme: Parts',
      VENDOR,
      'found "Acme: Parts", a name in this QuickBooks list cannot contain a colon',
    ],
    [
      'a name that Latin-1 cannot spell',
      'Acme~\u5317\u4eac',
      CUSTOMER,
      'found "Acme~\u5317\u4eac", QuickBooks has no character for "\u5317"; write the name in Latin letters in the PSA',
    ],
    [
      'a shipping method over 15',
      'Overnight courier',
      SHIP_METHOD,
      'found 17 characters in "Overnight courier", QuickBooks allows 15; shorten the name in the PSA',
    ],
  ])('refuses %s', (_what, name, list, problem) => {
    expect(thrownBy(() => fullNameOf(name, list, 'field')).problems).toEqual([{ field: 'field', problem }]);
  });
});

describe('parentAndName', () => {
  it.each([
    ['Northwind', { parent: undefined, name: 'Northwind' }],
    ['Northwind~East~Albany', { parent: 'Northwind:East', name: 'Albany' }],
  ])('parts %s', (name, parts) => {
    expect(parentAndName(name, CUSTOMER)).toEqual(parts);
  });
});
