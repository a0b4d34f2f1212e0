import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { lifecyclePage } from '../../domain/lifecycle-page.js';

it('docs/lifecycle.md is what the transition table says (npm run lifecycle-page writes it)', async () => {
  const page = await readFile(fileURLToPath(new URL('../../docs/lifecycle.md', import.meta.url)), 'utf8');
  expect(page).toBe(lifecyclePage());
});
