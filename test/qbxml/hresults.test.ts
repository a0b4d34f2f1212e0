import { describe, expect, it } from 'vitest';
import { HRESULTS, hresultOf, isAbsence, normaliseHresult, UNKNOWN_HRESULT } from '../../qbxml/hresults.js';

describe('normaliseHresult', () => {
  it.each([
    ['0x80040400', '0x80040400'],
    ['0X8004040a', '0x8004040A'],
    ['80040400', '0x80040400'],
    [' 80040400\n', '0x80040400'],
    ['-2147220480', '0x80040400'],
    ['2147746816', '0x80040400'],
    ['-2147221164', '0x80040154'],
    ['', undefined],
    ['No error', undefined],
    ['0', undefined],
    ['0x', undefined],
  ])('reads %j as %s', (text, hresult) => {
    expect(normaliseHresult(text)).toBe(hresult);
  });
});

describe('hresultOf', () => {
  it.each([
    ['0x80040400', 'rejected'],
    ['-2147220480', 'rejected'],
    ['80040408', 'retry'],
    ['0x8004040a', 'retry'],
    ['0x80040410', 'retry'],
    ['0x80040414', 'retry'],
    ['0x80040422', 'retry'],
    ['0x80040401', 'human'],
    ['0x8004041A', 'human'],
    ['0x80040420', 'human'],
  ])('takes %s as %s', (text, outcome) => {
    expect(hresultOf(text).outcome).toBe(outcome);
  });

  it.each(['0x80049999', 'nonsense', ''])('takes %j as unknown, to be found out in the next session', (text) => {
    expect(hresultOf(text)).toBe(UNKNOWN_HRESULT);
    expect(UNKNOWN_HRESULT.outcome).toBe('retry');
  });

  it('has rows that normalising can find, each with a hint', () => {
    expect(Object.keys(HRESULTS).filter((key) => normaliseHresult(key) !== key)).toEqual([]);
    expect(Object.values(HRESULTS).filter(({ hint }) => hint === '')).toEqual([]);
  });
});

describe('isAbsence', () => {
  it.each(['0x80040414', '-2147220460', '0x80040408', '0x8004041A'])(
    '%s says that QuickBooks was not there',
    (text) => {
      expect(isAbsence(text)).toBe(true);
    },
  );

  it.each(['0x80040400', '0x80040402', '0x80040421', '0x80049999', ''])(
    '%j may be because of what QuickBooks was given',
    (text) => {
      expect(isAbsence(text)).toBe(false);
    },
  );
});
