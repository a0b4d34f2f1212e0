import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAILURE } from '../../domain/failure-codes.js';
import { REFUSAL_CODES, refuse } from '../../domain/refusals.js';
import { allCauses, CAUSE_GROUPS, causeOf } from '../../gateway/console/catalogue.js';
import { causeIn, causeOfSession } from '../../gateway/console/parts/cause-link.js';
import { HRESULTS } from '../../qbxml/hresults.js';
import { MESSAGE_SET_STATUS_TABLE, STATUS_TABLE } from '../../qbxml/status-table.js';
import { type Browser, type ConsoleHarness, startConsole } from './harness.js';

let harness: ConsoleHarness;
let viewer: Browser;
beforeAll(async () => {
  harness = await startConsole();
  viewer = await harness.as('viewer');
});
afterAll(() => harness.close());

it('has every code of QuickBooks, of the Web Connector and of this product, each once', () => {
  const codes = allCauses().map(({ code }) => code);

  expect(codes).toEqual([...new Set(codes)]);
  for (const code of [...Object.keys(STATUS_TABLE), ...Object.keys(HRESULTS)]) expect(codes).toContain(code);
  for (const code of Object.keys(MESSAGE_SET_STATUS_TABLE)) expect(codes).toContain(`set-${code}`);
  for (const code of REFUSAL_CODES) expect(codes).toContain(code);
  for (const code of Object.values(FAILURE)) expect(codes).toContain(code);
});

it('has for every cause a page with a sentence, what to do and what happens next', async () => {
  const list = (await viewer.get('/console/errors')).body;
  for (const { code, title, todo, next, group } of allCauses()) {
    expect(title, code).toMatch(/^[A-Z].{3,}\.$/);
    expect(todo, code).toMatch(/^[A-Z].{3,}[.)]$/);
    expect(next, code).toMatch(/^[A-Z].{3,}\.$/);
    expect(CAUSE_GROUPS).toContain(group);
    expect(list, code).toContain(`href="/console/errors/${code}"`);
    const { statusCode, body } = await viewer.get(`/console/errors/${code}`);
    expect(statusCode, code).toBe(200);
    expect(body, code).toContain(`<code>${code}</code>`);
  }
});

it('has a page for codes that nobody has described', () => {
  expect(causeOf('3999')?.title).toBe('QuickBooks refused the request.');
  expect(causeOf('0x80049999')?.code).toBe('0x80049999');
  expect(causeOf('-2147220480')?.code).toBe('0x80040400');
  expect(causeOf('nonsense')).toBeUndefined();
});

it('is reached from every refusal of ours, and from every hresult with which a session ended', () => {
  for (const code of REFUSAL_CODES) expect(causeOf(causeIn(refuse(code, 'x')) ?? '')?.code).toBe(code);
  for (const code of Object.keys(HRESULTS))
    expect(causeOfSession({ lastErrorCode: 'quickBooksError', lastErrorHresult: code })).toBe(code);
  for (const lastErrorCode of ['wrongCompanyFile', 'lost'] as const)
    expect(causeOf(causeOfSession({ lastErrorCode, lastErrorHresult: null }) ?? '')).toBeDefined();
  expect(causeOfSession({ lastErrorCode: 'replaced', lastErrorHresult: null })).toBeUndefined();
  expect(causeIn('It is ready already.')).toBeUndefined();
});
