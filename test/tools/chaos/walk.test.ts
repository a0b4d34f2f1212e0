import { describe, expect, it } from 'vitest';
import { POINTS } from '../../../tools/chaos/faults.js';
import { readOptions } from '../../../tools/chaos/options.js';
import { createWalk } from '../../../tools/chaos/walk.js';

const walked = (seed: string, rounds: number): string[][] => {
  const walk = createWalk(seed);
  return Array.from({ length: rounds }, (_, index) => walk.next(index + 1).map(({ point }) => point.name));
};

describe('the walk through the named points', () => {
  it('comes to each of them three times, two in a round, within 200 rounds', () => {
    const rounds = Math.ceil((POINTS.length * 3) / 2);
    const names = walked('1', rounds).flat();

    expect(rounds).toBeLessThanOrEqual(200);
    for (const { name } of POINTS) expect(names.filter((other) => other === name).length).toBeGreaterThanOrEqual(3);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(walked('7', 200)).toEqual(walked('7', 200));
    expect(walked('7', 5)).not.toEqual(walked('8', 5));
  });

  it('comes again to a point that was missed', () => {
    const walk = createWalk('1');
    const points = walk.next(1);
    const [first] = points;
    if (first === undefined) throw new Error('a round without points');
    const plan = { number: 1, seed: '1', kinds: [], points };

    walk.learn({ plan, fired: [], missed: [first.point], verdict: { lost: [], doubled: [], stuck: [] }, ms: 0 });

    const next = Array.from({ length: 10 }, (_, index) => walk.next(index + 2)).flat();
    expect(next).toContainEqual({ point: first.point, tries: 2 });
  });

  it('has a name of its own for every point', () => {
    expect(new Set(POINTS.map(({ name }) => name)).size).toBe(POINTS.length);
  });
});

describe('the command line', () => {
  it('has defaults, and takes rounds, a seed and kinds', () => {
    expect(readOptions([])).toMatchObject({ rounds: 20, seed: '1', from: 1, points: undefined });
    expect(readOptions(['--rounds', '200', '--seed', 'x', '--kinds', 'invoices,timesheets'])).toMatchObject({
      rounds: 200,
      seed: 'x',
      kinds: ['invoices', 'timesheets'],
    });
  });

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--rounds', 'many'])).toThrow('--rounds takes a whole number from 1, not "many"');
    expect(() => readOptions(['--kinds', 'letters'])).toThrow('there is no kind "letters"; there are invoices');
    expect(() => readOptions(['--points', 'nowhere'])).toThrow('there is no point "nowhere"');
  });
});
