import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, INVOICE, startWithConnection } from './harness.js';
import { JSON_TYPE, refused, url } from './refused.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection();
});
afterAll(() => harness.close());

describe('credentials', () => {
  it.each([undefined, 'Bearer', 'Bearer wrong', 'Basic YTpi', 'Bearer a-token-of-the-tests2', 'a-token-of-the-tests'])(
    '401 for %j',
    async (authorization) => {
      const request = { url: '/api/v1/connections', headers: { authorization: authorization ?? '' } };
      const { reply } = await refused(harness, 401, request);
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
    },
  );

  it('401 before anything is read', async () => {
    await refused(harness, 401, {
      method: 'PUT',
      url: url('invoices/1'),
      headers: { authorization: 'Bearer no', ...JSON_TYPE },
      payload: '{',
    });
    await refused(harness, 401, { method: 'DELETE', url: url('invoices/1'), headers: { authorization: 'Bearer no' } });
  });

  it('takes the scheme in any case', async () => {
    const reply = await harness.send({
      url: '/api/v1/connections',
      headers: { authorization: 'bearer a-token-of-the-tests' },
    });
    expect(reply.statusCode).toBe(200);
  });
});

describe('paths', () => {
  it.each([
    '/api/nothing',
    '/api/v1/nothing',
    '/api/v2/connections',
    '/api/v1/connections/nobody',
    '/api/v1/connections/nobody/invoices/1',
    '/api/v1/connections/nobody/sessions',
    '/api/v1/connections/nobody/changes',
    '/api/v1/connections/nobody/invoice-batches',
    url('credit-memos'),
    url('credit-memos/1'),
    url('invoices/none'),
    url('invoices/none/history'),
    url('invoice-batches/none'),
    url('sessions/none'),
  ])('404 for %s', async (path) => {
    await refused(harness, 404, { url: path });
  });

  it('404 for what is written to a connection, kind or batch that does not exist', async () => {
    await refused(harness, 404, { method: 'PUT', url: '/api/v1/connections/nobody/invoices/1', payload: INVOICE });
    await refused(harness, 404, { method: 'PUT', url: url('credit-memos/1'), payload: INVOICE });
    await refused(harness, 404, { method: 'POST', url: url('credit-memos/ready'), payload: { ids: [] } });
    await refused(harness, 404, { method: 'POST', url: url('invoice-batches/none/ready') });
    await refused(harness, 404, { method: 'POST', url: url('invoices/none/clear-error'), payload: { reason: 'x' } });
  });

  it('405 with what is allowed', async () => {
    const { reply } = await refused(harness, 405, { method: 'DELETE', url: url('invoices/1') });
    expect(reply.headers.allow).toBe('GET, PUT');
    await refused(harness, 405, { method: 'POST', url: '/api/v1/connections' });
    await refused(harness, 405, { method: 'PUT', url: url('changes') });
  });

  it('400 for a path that cannot be decoded', async () => {
    await refused(harness, 400, { url: url('invoices/%zz') });
  });
});
