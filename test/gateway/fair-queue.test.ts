import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../gateway/shared/fair-queue.js';

function filled(most: number, origins: readonly string[]): FairQueue<string> {
  const queue = new FairQueue<string>(most);
  for (const [index, origin] of origins.entries()) queue.push(origin, `${origin}${index}`);
  return queue;
}

function all(queue: FairQueue<string>): string[] {
  const served: string[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) served.push(next);
  return served;
}

describe('a fair queue', () => {
  it('lets origins take turns, and serves each in the order of coming', () => {
    expect(all(filled(10, ['a', 'a', 'a', 'b', 'c', 'b']))).toEqual(['a0', 'b3', 'c4', 'a1', 'b5', 'a2']);
  });

  it('is full for an origin that has as many waiting as any other', () => {
    const queue = filled(4, ['a', 'a', 'b', 'b']);

    expect(queue.push('a', 'one more')).toBe('one more');
    expect(queue.push('b', 'one more')).toBe('one more');
    expect(all(queue)).toHaveLength(4);
  });

  it('makes room for somebody from elsewhere: the newest of the origin with the most waiting leaves', () => {
    const queue = filled(4, ['a', 'a', 'a', 'b']);

    expect(queue.push('c', 'c4')).toBe('a2');
    expect(all(queue)).toEqual(['a0', 'b3', 'c4', 'a1']);
  });

  it('serves trusted ones before new ones before suspects, and one of four from the end', () => {
    const queue = new FairQueue<string>(20);
    for (const name of ['s1', 's2', 's3']) queue.push(name, name, 'suspect');
    for (const name of ['a', 'b', 'c']) queue.push(name, name);
    for (const name of ['t1', 't2']) queue.push(name, name, 'trusted');

    expect(all(queue)).toEqual(['t1', 't2', 'a', 's1', 'b', 'c', 's2', 's3']);
  });

  it('takes no more than its share of one origin, however much room there is', () => {
    const queue = new FairQueue<string>(10, 2);
    const leaving = ['a0', 'a1', 'a2', 'b3'].map((name) => queue.push(name.slice(0, 1), name));

    expect(leaving).toEqual([undefined, undefined, 'a2', undefined]);
    expect(all(queue)).toEqual(['a0', 'b3', 'a1']);
  });

  it('keeps its room whatever leaves and comes', () => {
    const queue = filled(3, ['a', 'a', 'a']);
    queue.push('b', 'b');
    queue.shift();

    expect(queue.push('c', 'c')).toBeUndefined();
    expect(queue.push('c', 'c again')).toBe('c again');
    expect(all(queue).sort()).toEqual(['a1', 'b', 'c']);
  });
});
