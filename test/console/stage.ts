import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { hashPassword } from '../../gateway/shared/password.js';
import type { Database } from '../../store/database.js';
import { insertUser, type Role } from '../../store/users.js';
import { launchChromium } from '../../tools/browser/chromium.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import { type Product, startProduct } from '../helpers/product.js';

/** Somebody with a browser of his own, signed in. */
export type Person = { page: Page; context: BrowserContext; name: string };

/** A real Chromium before a console. */
export type Stage = {
  browser: Browser;
  person(role: Role, options?: BrowserContextOptions): Promise<Person>;
  url(path: string): string;
  /** What went wrong in any page: errors of scripts, and what the browser refused. */
  complaints: string[];
  stop(): Promise<void>;
};

/** Before the whole product. */
export async function startStage(): Promise<Stage & { product: Product }> {
  const product = await startProduct();
  const stage = await openStage(product);
  return {
    ...stage,
    product,
    async stop() {
      await stage.stop();
      await product.stop();
    },
  };
}

/** Before any gateway that listens. */
export async function openStage(server: { url: string; database: Database }): Promise<Stage> {
  const browser = await launchChromium();
  const complaints: string[] = [];
  const url = (path: string): string => `${server.url}/console${path}`;
  let people = 0;
  return {
    browser,
    url,
    complaints,
    async person(role, options = {}) {
      const name = `${role} ${++people}`;
      const password = `the password of ${name}`;
      const passwordHash = await hashPassword(password, { cost: CHEAP });
      await insertUser(server.database, { name, role, passwordHash, at: new Date().toISOString() });
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${page.url()} ${message.text()}`);
      });
      await page.goto(url('/sign-in'));
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((at) => !at.pathname.endsWith('/sign-in'));
      return { page, context, name };
    },
    stop: () => browser.close(),
  };
}
