import { randomBytes, scryptSync } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  COST,
  hashPassword,
  isKnownPassword,
  PasswordsBusy,
  renewedHash,
  verifyPassword,
} from '../../gateway/shared/password.js';
import { CHEAP } from '../helpers/cheap-passwords.js';

/** As version 0.2 stored them. */
function formerHash(password: string): string {
  const salt = randomBytes(16);
  const key = scryptSync(password, salt, 32, { N: 16_384, r: 8, p: 1 });
  return `scrypt$${salt.toString('base64')}$${key.toString('base64')}`;
}

it('stores what a hash costs with it, and makes new ones cost 128 MB', async () => {
  const stored = await hashPassword('a long password');

  expect(stored).toMatch(/^scrypt\$131072\$8\$1\$[\w+/]+=*\$[\w+/]+=*$/);
  expect(await verifyPassword('another password', stored)).toBe(false);
  expect(await verifyPassword('a long password', stored)).toBe(true);
});

it('takes a hash of a former version, and renews it for the right password', async () => {
  const former = formerHash('Zoë of old');

  expect(await verifyPassword('zoë of old', former)).toBe(false);
  expect(await verifyPassword('Zoë of old', former)).toBe(true);
  const renewed = (await renewedHash('Zoë of old', former)) ?? '';
  expect(renewed).toContain(`scrypt$${COST.N}$`);
  expect(isKnownPassword('Zoë of old', renewed)).toBe(true);
  expect(await renewedHash('Zoë of old', renewed)).toBeUndefined();
});

it('takes as long for a wrong password beside a former hash as for nobody', async () => {
  const former = formerHash('right');
  const took = async (stored: string | undefined): Promise<number> => {
    const began = performance.now();
    await verifyPassword('wrong', stored);
    return performance.now() - began;
  };
  const ratios: number[] = [];
  for (let round = 0; round < 3; round += 1) ratios.push((await took(former)) / (await took(undefined)));

  // Without the rest of the work it is a ninth; the machine has other work, too.
  expect(Math.max(...ratios)).toBeGreaterThan(0.5);
  expect(Math.min(...ratios)).toBeLessThan(2);
});

it('refuses early what a full lane cannot look at soon, and lets the other lanes go on', async () => {
  const stored = await hashPassword('right', { cost: CHEAP });
  const dear = { cost: { N: 16_384, r: 8, p: 1 } };
  const storm = Array.from({ length: 200 }, (_, index) =>
    verifyPassword(`guess ${index}`, undefined, { lane: 'webConnector', ...dear }).then(
      () => 'looked at',
      (error: unknown) => error,
    ),
  );

  let lookedAt = 0;
  for (const each of storm) void each.then((how) => (lookedAt += how === 'looked at' ? 1 : 0));
  expect(await verifyPassword('right', stored, { lane: 'people', ...dear })).toBe(true);
  expect(lookedAt).toBeLessThanOrEqual(3);
  const ended = await Promise.all(storm);
  const refused = ended.filter((how) => how instanceof PasswordsBusy);
  expect([refused.length, ended.length - refused.length]).toEqual([175, 25]);
});

it('does not let a password wait that was right before in this process', async () => {
  const stored = await hashPassword('right', { cost: CHEAP });
  await verifyPassword('right', stored, { cost: CHEAP });
  const storm = Array.from({ length: 3 }, () => verifyPassword('wrong', undefined));

  expect(isKnownPassword('wrong', stored)).toBe(false);
  expect(await Promise.race([verifyPassword('right', stored), ...storm])).toBe(true);
  await Promise.all(storm);
});

it('takes less than 200 MB for a storm', async () => {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 10);
  await Promise.all(
    (['webConnector', 'people', 'other'] as const).flatMap((lane) =>
      Array.from({ length: 2 }, () => verifyPassword('wrong', undefined, { lane })),
    ),
  );
  clearInterval(watch);

  expect((most - before) / 1_000_000).toBeLessThan(200);
});
