import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; impact: string; nodes: { html: string; failureSummary: string }[] };

/** axe finds nothing serious on the page that is open. */
export async function expectAccessible(
  page: Page,
  schemes: readonly ('light' | 'dark')[] = ['light', 'dark'],
): Promise<void> {
  // The evaluation of the debugger is not bound by the page's CSP.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const violations = (await page.evaluate('axe.run().then((result) => result.violations)')) as Violation[];
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
      `${page.url()} ${colorScheme}`,
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Presses Tab until the element that is wanted has the focus, as people without a mouse do. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(wanted)})`)) return;
  }
  throw new Error(`nothing that matches ${wanted} gets the focus by Tab on ${page.url()}`);
}

/** Loads a page that does not follow by itself until it shows what is awaited: projections may lag some moments. */
export async function reloadUntil(page: Page, awaited: Locator): Promise<void> {
  const until = Date.now() + 25_000;
  while ((await awaited.count()) === 0) {
    if (Date.now() > until) throw new Error(`${page.url()} does not come to show what is awaited`);
    await page.waitForTimeout(100);
    await page.reload();
  }
}
