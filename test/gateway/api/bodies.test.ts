import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, INVOICE, startWithConnection } from './harness.js';
import { JSON_TYPE, refused, url } from './refused.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection();
});
afterAll(() => harness.close());

describe('bodies', () => {
  it.each(['{', '', 'null', '[]', '"text"', '{"__proto__": {"a": 1}}', Buffer.from([0x22, 0xff, 0x22])])(
    '400 for the body %j',
    async (payload) => {
      await refused(harness, 400, { method: 'PUT', url: url('invoices/1'), headers: JSON_TYPE, payload });
      await refused(harness, 400, { method: 'POST', url: url('invoices/ready'), headers: JSON_TYPE, payload });
    },
  );

  it('400 for no body at all', async () => {
    await refused(harness, 400, { method: 'PUT', url: url('invoices/1') });
  });

  it('415 for another content type', async () => {
    await refused(harness, 415, {
      method: 'PUT',
      url: url('invoices/1'),
      headers: { 'content-type': 'text/xml' },
      payload: '<a/>',
    });
  });

  it('413 above 1 MiB, for snapshots above 8 MiB', async () => {
    const text = (bytes: number) => ({ ...INVOICE, notes: 'x'.repeat(bytes) });
    await refused(harness, 413, {
      method: 'POST',
      url: url('invoices/ready'),
      payload: { ids: ['x'.repeat(1_048_577)] },
    });
    await refused(harness, 413, { method: 'PUT', url: url('invoices/1'), payload: text(8 * 1_048_576) });
    const { body } = await refused(harness, 400, {
      method: 'PUT',
      url: url('invoices/1'),
      payload: text(2 * 1_048_576),
    });
    expect(body.errors[0].field).toBe('notes');
  });

  it('takes a snapshot of several MiB', async () => {
    const lines = Array.from({ length: 1_000 }, () => ({ item: 'Labor', description: 'x'.repeat(4_000) }));
    expect((await harness.call('PUT', '/connections/acme/invoices/large', { ...INVOICE, lines })).statusCode).toBe(200);
  });

  it('lists every wrong field of a snapshot with its path', async () => {
    const { body } = await refused(harness, 400, {
      method: 'PUT',
      url: url('invoices/1'),
      payload: {
        ...INVOICE,
        date: '2026-02-30',
        total: 12.5,
        delivery: 'fax',
        billTo: { addr1: 1, street: 'x' },
        customer: { '': 'nameless' },
        memo: 'a\0b',
        notes: '\ud83d',
        color: 'red',
        '': 'nameless',
        lines: [{ item: 'x' }, { item: '' }, { amount: '1,000.00', price: 3 }],
      },
    });
    const fields = Object.fromEntries(
      body.errors.map(({ field, problem }: { field: string; problem: string }) => [field, problem]),
    );
    expect(Object.keys(fields).sort()).toEqual([
      '[""]',
      'billTo.addr1',
      'billTo.street',
      'color',
      'customer.name',
      'customer[""]',
      'date',
      'delivery',
      'lines[1].item',
      'lines[2].amount',
      'lines[2].item',
      'lines[2].price',
      'memo',
      'notes',
      'total',
    ]);
    expect(fields).toMatchObject({
      color: 'unknown field; remove it',
      '[""]': 'unknown field; remove it',
      'customer.name': 'missing, expected a text',
      total: 'found 12.5, expected a text',
      delivery: 'found "fax", expected one of "none", "print", "email"',
      memo: expect.stringContaining('NUL'),
      notes: expect.stringContaining('surrogate'),
    });
  });

  it('refuses what cannot be stored in ids and queries too', async () => {
    expect(
      (await refused(harness, 400, { method: 'PUT', url: url('invoices/a%00b'), payload: INVOICE })).body.errors[0]
        .field,
    ).toBe('id');
    expect((await refused(harness, 400, { url: url('invoices?q=a%00b') })).body.errors[0].field).toBe('q');
    const { body } = await refused(harness, 400, {
      method: 'POST',
      url: url('invoices/ready'),
      payload: { ids: ['a', 'b\0'] },
    });
    expect(body.errors[0].field).toBe('ids[1]');
  });

  it('answers for JSON that is nested very deeply', async () => {
    const payload = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    await refused(harness, 400, { method: 'PUT', url: url('invoices/1'), headers: JSON_TYPE, payload });
    await refused(harness, 400, {
      method: 'PUT',
      url: url('invoices/1'),
      headers: JSON_TYPE,
      payload: `{"lines":${payload}}`,
    });
  });
});
