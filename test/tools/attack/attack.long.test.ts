import { expect, it } from 'vitest';
import { PROGRAMS } from '../../../launcher/start/programs.js';
import { LIMITS } from '../../../tools/attack/options.js';
import { attackFolder, runAttack } from '../../../tools/attack/run-attack.js';
import { failuresOf, figuresOf, report } from '../../../tools/attack/verdict.js';

/** Starting everything takes a while, and other tests run at the same time. */
const PATIENCE_MS = 900_000;

/** What other tests on the same cores make longer or larger; `npm run attack` alone says whether it is too much. */
const SHOWN_ONLY = [
  'times as long as alone',
  '/healthz',
  "gateway's memory",
  'right password',
  'transfers and records stuck',
];

it('under five attackers the product loses and doubles nothing, and no program and no workflow is ended', {
  timeout: PATIENCE_MS,
}, async () => {
  const measured = await runAttack(
    await attackFolder(),
    { seconds: 20, invoices: 100, only: [] },
    PROGRAMS,
    () => undefined,
  );

  const held = figuresOf(measured, LIMITS).filter(({ what }) => !SHOWN_ONLY.some((begin) => what.startsWith(begin)));
  expect(held.map(({ what }) => what)).toEqual(expect.arrayContaining(['records lost', 'programs that ended']));
  expect(failuresOf(held), report(measured, LIMITS)).toEqual([]);
});
