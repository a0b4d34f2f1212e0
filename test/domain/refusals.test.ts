import { expect, it } from 'vitest';
import { REFUSAL_CODES, refusalIn, refuse } from '../../domain/refusals.js';

it.each(REFUSAL_CODES)('the sentence of %s tells its code, whatever was found', (code) => {
  for (const found of ['Submitted', '-1.00', '$&', '…']) {
    expect(refusalIn(refuse(code, found))).toBe(code);
    expect(refusalIn(`${refuse(code, found)} And what QuickBooks said.`)).toBe(code);
  }
});

it('other sentences tell none', () => {
  expect(refusalIn('')).toBeUndefined();
  expect(refusalIn('There is an invalid reference to QuickBooks Customer "The invoice is voided."')).toBeUndefined();
});
