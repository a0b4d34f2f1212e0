import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { buildApp } from '../../gateway/app.js';
import type { Signals } from '../../gateway/shared/dependencies.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import type { Product, TestConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';

/** Makes invoices `I1` to `In` ready, numbered like their ids. */
export async function readyInvoices({ rest }: TestConnection, count: number, from = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `I${from + index}`);
  for (const id of ids)
    expect((await rest('PUT', `/invoices/${id}`, invoice({ number: id }))).status).toBeLessThan(300);
  const { body } = await rest('POST', '/invoices/ready', { ids });
  expect(body.results.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
  return ids;
}

export const purchaseOrder = (changes: object = {}): object => ({
  number: 'PO-1',
  status: 'Submitted',
  vendor: { name: 'Acme Distribution' },
  date: '2026-01-05',
  lines: [
    { id: 'L1', product: 'FW-60F', quantity: '4', unitCost: '480.00', received: '0' },
    { id: 'L2', product: 'Switch 24', quantity: '2', unitCost: '200.00', received: '0' },
  ],
  ...changes,
});

export const timesheet = (changes: object = {}): object => ({
  resource: { name: 'Jane Doe' },
  periodStart: '2026-01-05',
  periodEnd: '2026-01-11',
  status: 'Approved',
  entries: [1, 2, 3].map((day) => ({ id: `e${day}`, date: `2026-01-0${4 + day}`, minutes: 60 * day, billable: false })),
  ...changes,
});

export const expenseReport = (changes: object = {}): object => ({
  number: 'ER-1',
  status: 'Approved for Payment',
  submitter: { name: 'v-Doe, Jane' },
  weekEnding: '2026-01-10',
  items: [{ id: 'x1', date: '2026-01-05', account: 'Travel', amount: '12.00', billable: false, reimbursable: true }],
  ...changes,
});

/** One item of every kind, ready. */
export async function readyOfEveryKind({ rest }: TestConnection): Promise<void> {
  const all = {
    invoices: invoice({ number: 'I1' }),
    'purchase-orders': purchaseOrder(),
    timesheets: timesheet(),
    'expense-reports': expenseReport(),
  };
  for (const [kind, snapshot] of Object.entries(all)) {
    await rest('PUT', `/${kind}/1`, snapshot);
    const { body } = await rest('POST', `/${kind}/ready`, { ids: ['1'] });
    expect(body.results).toMatchObject([{ ok: true }]);
  }
}

/** The message sets that QuickBooks was given in some sessions, as their exact bytes. */
export class Requests {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'faults-'));

  /** Without the queries for host, company and preferences. */
  all(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.includes('-request.xml'))
      .sort()
      .map((name) => readFileSync(path.join(this.folder, name), 'utf8'))
      .filter((text) => !text.includes('<PreferencesQueryRq'));
  }

  writing(): string[] {
    return this.all().filter((text) => text.includes('newMessageSetID='));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export const idOf = (request: string): string | undefined => /newMessageSetID="([^"]*)"/.exec(request)?.[1];
export const oldIdOf = (request: string): string | undefined => /oldMessageSetID="([^"]*)"/.exec(request)?.[1];
export const count = (request: string, type: string): number => request.split(`<${type}Rq `).length - 1;

/** Signals that go nowhere, as while Temporal is away or when a gateway dies between its commit and its signal. */
export const NOWHERE: Signals = { tellItems: () => undefined, tellSession: () => undefined };

/** Another gateway on the product's database; REST does not wait for workflows that it cannot tell. */
export async function anotherGateway(
  product: Product,
  signals: Signals = NOWHERE,
): Promise<{ product: Product; close: () => Promise<void> }> {
  const app = await buildApp({
    database: product.database,
    signals,
    now: () => new Date(Date.now() + product.clock.offsetMs).toISOString(),
    publicUrl: 'http://localhost:8080',
    apiToken: product.token,
    passwordCost: CHEAP,
    applyTimeoutMs: 0,
    isWorkerPolling: async () => true,
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { product: { ...product, url, app }, close: () => app.close() };
}

/** Waits until everything that happened so far is applied, with the help of the relay. */
export async function relayed(product: Product, connection: TestConnection): Promise<void> {
  await product.relay();
  await connection.settled();
}

export const historyOf = async ({ rest }: TestConnection, kind: string, id: string): Promise<string[]> => {
  const { body } = await rest('GET', `/${kind}/${id}/history`);
  return body.entries.map(({ event }: { event: string }) => event);
};
