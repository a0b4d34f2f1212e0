import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { loadConfig } from '../../config/config.js';
import { hashPassword } from '../../gateway/shared/password.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { type Services, startServices } from '../../launcher/start/start-services.js';
import { openDatabase } from '../../store/database.js';
import { insertUser } from '../../store/users.js';
import { launchChromium } from '../browser/chromium.js';
import { firstRun, getReady } from '../demo/acts/first-run.js';
import { connect } from '../demo/connect.js';
import { makeOwnFolder, removeOwnFolder } from '../demo/own-folder.js';
import { LATER } from '../demo/samples/purchase-orders.js';
import { createScreen } from '../demo/screen.js';

const OUT = fileURLToPath(new URL('../../docs/', import.meta.url));
const USER = { name: 'Dana', password: 'for the screenshots' };

/** The pages that have a picture, by its name. */
const PAGES: Readonly<Record<string, string>> = {
  'console-search': '/c/demo/invoices',
  'console-purchase-orders': '/c/demo/purchase-orders',
  'console-batches': '/c/demo/invoice-batches',
  'console-item': '/c/demo/invoices/5206',
  'console-order': '/c/demo/purchase-orders/PO-701',
  'console-failures': '/c/demo/failures',
  'console-connection': '/c/demo/connection',
};

/** `npm run screenshots`: pictures of the console with the items of the demo, into docs/. */
export async function takeScreenshots(): Promise<void> {
  const own = await makeOwnFolder(loadConfig().dataDir);
  try {
    const config = loadConfig({ DATA_DIR: own, PORT: String(await freePort()) });
    const services = await startServices({ config, log: () => undefined, output: 'log', fastAndLoose: true });
    try {
      const stage = await connect(services, createScreen(process.stdout), undefined);
      await getReady(stage);
      await firstRun(stage);
      // What needs a resync shows both the time of its transfer and what waits.
      await stage.rest.put('purchase-orders', 'PO-701', LATER.moreReceived);
      await addUser(services);
      await walk(services);
    } finally {
      await services.stop();
    }
  } finally {
    removeOwnFolder(own, { keepLogs: false });
  }
}

async function addUser({ databaseUrl }: Services): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 1 });
  const passwordHash = await hashPassword(USER.password);
  await insertUser(database, { name: USER.name, role: 'admin', passwordHash, at: new Date().toISOString() });
  await database.end();
}

async function walk({ localUrl }: Services): Promise<void> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1360, height: 800 } });
    const page = await context.newPage();
    const shoot = (name: string, fullPage = false) =>
      page.screenshot({ path: path.join(OUT, `${name}.png`), fullPage });
    await page.goto(`${localUrl}/console/sign-in`);
    await page.getByLabel('Name').fill(USER.name);
    await page.getByLabel('Password').fill(USER.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    for (const [name, url] of Object.entries(PAGES)) {
      await page.goto(`${localUrl}/console${url}`);
      await shoot(name);
    }
    await shootParts(page, localUrl, shoot);
    await page.setViewportSize({ width: 400, height: 800 });
    await page.goto(`${localUrl}/console/c/demo/invoices/5206`);
    await shoot('console-narrow');
    await page.setViewportSize({ width: 1360, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${localUrl}/console/c/demo/invoices`);
    await shoot('console-dark');
  } finally {
    await browser.close();
  }
}

/** What comes only after a click. */
async function shootParts(page: Page, localUrl: string, shoot: (name: string) => Promise<unknown>): Promise<void> {
  await page.goto(`${localUrl}/console/c/demo/invoices`);
  await page.getByLabel('Menu of Invoice 5205').click();
  await shoot('console-row-menu');
  await page.goto(`${localUrl}/console/c/demo/invoices`);
  await page.getByLabel('Select all rows of this page').check();
  await page.getByText('Selected (', { exact: false }).click();
  await page.getByRole('button', { name: 'Set Selected as Ready' }).click();
  await shoot('console-dry-run');
  await page.goto(`${localUrl}/console/c/demo/sessions`);
  await page.locator('tbody a').first().click();
  await shoot('console-session');
}
