import { describe, expect, it } from 'vitest';
import { POINTS, type Point } from '../../../tools/chaos/faults.js';
import { makeFolder, runChaos } from '../../../tools/chaos/run-chaos.js';
import { INSTRUMENTED } from '../../../tools/chaos/services.js';

const points = (...names: string[]): Point[] => POINTS.filter(({ name }) => names.includes(name));

/** Starting everything takes a while, and other tests run at the same time. */
const PATIENCE_MS = 300_000;

describe('the fault harness', () => {
  it('finds nothing lost, doubled or stuck when QuickBooks dies and the gateway is killed', {
    timeout: PATIENCE_MS,
  }, async () => {
    const lines: string[] = [];

    const report = await runChaos({
      dataDir: await makeFolder(),
      options: {
        rounds: 1,
        seed: '1',
        from: 1,
        kinds: ['invoices', 'purchase-orders'],
        points: points('simulator die-after-commit', 'gateway @ receiveResponseXML.beforeCommit'),
      },
      say: (line) => lines.push(line),
      keeps: false,
    });

    expect(report, lines.join('\n')).toMatchObject({ rounds: 1, lost: 0, doubled: 0, stuck: 0 });
    expect(Object.fromEntries(report.faults)).toEqual({
      'simulator die-after-commit': 1,
      'gateway @ receiveResponseXML.beforeCommit': 1,
    });
  });

  it('reports doubled records of a gateway without recovery', { timeout: PATIENCE_MS }, async () => {
    const lines: string[] = [];

    const report = await runChaos({
      dataDir: await makeFolder(),
      options: { rounds: 3, seed: '1', from: 1, kinds: ['invoices'], points: points('simulator die-after-commit x 3') },
      say: (line) => lines.push(line),
      programs: { ...INSTRUMENTED, gateway: 'test/tools/chaos/programs/gateway-without-recovery.ts' },
      keeps: false,
    });

    expect(report.doubled, lines.join('\n')).toBeGreaterThan(0);
    expect(report.failedRounds).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/doubled: Invoice .+: QuickBooks has \d, expected 1/);
    expect(lines.join('\n')).toContain(
      'again: npm run chaos -- --rounds 1 --seed 1 --from 1 --kinds invoices --points',
    );
  });
});
