import { describe, expect, it } from 'vitest';
import { POINTS } from '../../../tools/chaos/faults.js';
import { shortened } from '../../../tools/chaos/hurry.js';
import { makeFolder, runChaos } from '../../../tools/chaos/run-chaos.js';

/** Starting everything takes a while, and other tests run at the same time. */
const PATIENCE_MS = 300_000;

describe('a fault while the product waits for a lock', () => {
  it('strikes, and neither loses nor doubles anything, nor ends a program', { timeout: PATIENCE_MS }, async () => {
    const names = [
      'backend terminated @ sendRequestXML.lock',
      'lock stays @ setReady.lock',
      'backend hangs @ projectState.lock',
    ];
    const lines: string[] = [];

    const report = await runChaos({
      dataDir: await makeFolder(),
      options: {
        rounds: 1,
        seed: '1',
        from: 1,
        kinds: ['invoices'],
        points: POINTS.filter(({ name }) => names.includes(name)),
      },
      say: (line) => lines.push(line),
      keeps: false,
    });

    expect(Object.fromEntries(report.faults), lines.join('\n')).toEqual(
      Object.fromEntries(names.map((name) => [name, 1])),
    );
    expect(report, lines.join('\n')).toMatchObject({ lost: 0, doubled: 0, stuck: 0 });
  });

  it('counts a program that broke down as stuck although it was started again', { timeout: PATIENCE_MS }, async () => {
    const lines: string[] = [];

    const report = await runChaos({
      dataDir: await makeFolder(),
      options: {
        rounds: 1,
        seed: '1',
        from: 1,
        kinds: ['invoices'],
        points: POINTS.filter(({ name }) => name === 'backend terminated @ sendRequestXML.lock'),
      },
      say: (line) => lines.push(line),
      programs: {
        gateway: 'test/tools/chaos/programs/gateway-that-breaks-down.ts',
        worker: 'tools/chaos/programs/worker.ts',
      },
      keeps: false,
    });

    expect(report.stuck, lines.join('\n')).toBe(1);
    expect(lines.join('\n')).toContain('stuck: the gateway broke down: Error: Connection terminated');
  });
});

describe('the time-outs of the database under the harness', () => {
  it('are shorter by one factor, however the pool is told', () => {
    expect(shortened({ query_timeout: 20_000, lock_timeout: 8_000, max: 10, options: '-c jit=off' })).toEqual({
      query_timeout: 2_500,
      lock_timeout: 1_000,
      options: '-c jit=off',
    });
    expect(shortened({ options: '-c lock_timeout=10s -c statement_timeout=16000 -c jit=off' })).toEqual({
      options: '-c lock_timeout=1250ms -c statement_timeout=2000ms -c jit=off',
    });
  });
});
