import { expect, it } from 'vitest';
import { networkOf, Throttle } from '../../gateway/shared/throttle.js';

const clock = { ms: 0 };
const throttle = (): Throttle => new Throttle(() => clock.ms);

/** So many wrong ones, one after the other; those that had to wait are not made. */
function guess(at: Throttle, name: string, address: string, times: number): number {
  const tries = Array.from({ length: times }, () => at.attempt(name, address));
  return tries.filter(({ waitMs }) => waitMs === 0).length;
}

it('lets an address guess some times, and then once every half minute', () => {
  const door = throttle();

  expect(guess(door, 'acme', '192.0.2.1', 100)).toBe(10);
  expect(door.attempt('acme', '192.0.2.1').waitMs).toBe(300_000);
  clock.ms += 3_600_000;
  for (let minute = 0; minute < 60; minute += 1) {
    expect(guess(door, 'acme', '192.0.2.1', 100), `in minute ${minute}`).toBeLessThanOrEqual(minute === 0 ? 10 : 2);
    clock.ms += 60_000;
  }
});

it('counts an address over all the names that it tries, and all addresses of an IPv6 network together', () => {
  const door = throttle();
  const names = Array.from({ length: 100 }, (_, index) => `name ${index}`);
  const tried = (address: (index: number) => string): number =>
    names.filter((name, index) => door.attempt(name, address(index)).waitMs === 0).length;

  expect(tried(() => '192.0.2.2')).toBe(20);
  expect(tried((index) => `2001:db8:1:2::${index.toString(16)}`)).toBe(20);
  expect(door.attempt('name 1', '2001:db8:1:3::1').waitMs).toBe(0);
});

it('lets nobody keep the owner of a name out from elsewhere', () => {
  const door = throttle();
  for (let stranger = 0; stranger < 1_000; stranger += 1) guess(door, 'acme', `198.51.100.${stranger}`, 1);

  const owner = door.attempt('acme', '192.0.2.3');
  expect(owner.waitMs).toBe(0);
  // He mistypes it: he waits for that alone, whatever strangers go on to do.
  clock.ms += 30_000;
  for (let stranger = 0; stranger < 1_000; stranger += 1) guess(door, 'acme', `203.0.113.${stranger}`, 1);
  expect(door.attempt('acme', '192.0.2.3').waitMs).toBe(0);
});

it('lets an address that guessed a name which is being guessed try once, in any writing of the name', () => {
  const door = throttle();
  for (let stranger = 0; stranger < 20; stranger += 1) guess(door, ' ACME', `198.51.100.${stranger}`, 1);

  expect(door.attempt('acme ', '198.51.100.1').waitMs).toBeGreaterThan(0);
  expect(door.attempt('other', '198.51.100.1').waitMs).toBe(0);
});

it('does not count what is right, nor hold it up by what others at the same address do with other names', () => {
  const door = throttle();
  for (let day = 0; day < 100; day += 1) door.attempt('acme', '192.0.2.4').succeeded();

  expect(guess(door, 'nobody', '192.0.2.4', 100)).toBe(10);
  expect(door.attempt('nobody', '192.0.2.4').waitMs).toBeGreaterThan(0);
  expect(door.attempt('acme', '192.0.2.4').waitMs).toBe(0);
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['no address', 'no address'],
])('takes %s for %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('knows an address by what came from it last, a right password for a day and a wrong one for a quarter of an hour', () => {
  const door = throttle();
  const standing = () => door.attempt('acme', '192.0.2.7').standing;

  expect(standing()).toBe('new');
  door.attempt('acme', '192.0.2.7').succeeded();
  expect(standing()).toBe('trusted');
  door.attempt('acme', '192.0.2.7').failed();
  expect(standing()).toBe('suspect');
  clock.ms += 15 * 60_000 + 1;
  expect(standing()).toBe('new');
  door.wasRight('192.0.2.7');
  expect(standing()).toBe('trusted');
  clock.ms += 24 * 3_600_000 + 1;
  expect(standing()).toBe('new');
});
