import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../tools/attack/options.js';
import { attackFolder, runAttack } from '../../../tools/attack/run-attack.js';
import { failuresOf, figuresOf, report } from '../../../tools/attack/verdict.js';

/**
 * Starting everything takes a while, and other tests run at the same time: they make times longer, not what is lost. A
 * transfer as short as these takes most of its time to wait for its first password, beside all who guess.
 */
const PATIENCE_MS = 600_000;
const BESIDE_OTHERS = { ...LIMITS, slower: 40, healthzMs: 1_500, signInMs: 30_000 };

describe('the product under five attackers', () => {
  it('transfers everything once, answers, and lets in whose password is right', { timeout: PATIENCE_MS }, async () => {
    const measured = await runAttack(await attackFolder(), { seconds: 20, invoices: 100, only: [] }, () => undefined);

    const failures = failuresOf(figuresOf(measured, BESIDE_OTHERS));
    expect(failures, report(measured, BESIDE_OTHERS)).toEqual([]);
  });
});
