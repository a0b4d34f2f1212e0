import { describe, expect, it } from 'vitest';
import { AppError } from '../../../domain/errors.js';
import { isDatabaseAway } from '../../../gateway/shared/database-away.js';
import { openDatabase } from '../../../store/database.js';
import { CONNECTION, INVOICE, startHarness } from './harness.js';
import { refused, url } from './refused.js';

describe('when a part is away', () => {
  it('503 without a word about the inside when PostgreSQL does not answer', async () => {
    const database = openDatabase('postgres://nobody@127.0.0.1:1/none');
    const away = await startHarness({ database });
    const { reply } = await refused(away, 503, { url: '/api/v1/connections' });
    expect(reply.headers['retry-after']).toBeDefined();
    expect(reply.body).not.toContain('127.0.0.1');
    await refused(away, 503, { method: 'PUT', url: url('invoices/1'), payload: INVOICE });
    await away.close();
    await database.end();
  });

  it.each(['57P01', '08006', '53300', '53100', '55P03', '57014', '25006', '40P01', 'ECONNRESET'])(
    'takes the error code %s for a database that is away',
    (code) => {
      expect(isDatabaseAway(Object.assign(new Error('x'), { code }))).toBe(true);
      expect(isDatabaseAway(new AggregateError([Object.assign(new Error('x'), { code })]))).toBe(true);
      expect(isDatabaseAway(new AppError('internal', 'x', { cause: Object.assign(new Error('x'), { code }) }))).toBe(
        true,
      );
    },
  );

  it('takes what the database answered for our own mistake', () => {
    expect(isDatabaseAway(Object.assign(new Error('x'), { code: '23505' }))).toBe(false);
    expect(isDatabaseAway('Connection terminated')).toBe(false);
  });

  it('500 tells nothing of the inside', async () => {
    const broken = await startHarness({
      now: () => {
        throw new Error('the secret of the clock');
      },
    });
    await broken.call('PUT', '/connections/acme', CONNECTION);
    const { reply, body } = await refused(broken, 500, { method: 'PUT', url: url('invoices/1'), payload: INVOICE });
    expect(reply.body).not.toContain('secret');
    expect(body.detail).toContain('log');
    await broken.close();
  });
});
