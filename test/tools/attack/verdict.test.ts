import { describe, expect, it } from 'vitest';
import { LIMITS, readOptions } from '../../../tools/attack/options.js';
import type { Seen } from '../../../tools/attack/programs/probe.js';
import { failuresOf, figuresOf, type Measured } from '../../../tools/attack/verdict.js';

const seen: Seen = {
  healthzMs: Array.from({ length: 200 }, () => 20),
  unanswered: 0,
  signInMs: [300, 900],
  refusedSignIns: 0,
  memoryMb: [180, 320],
  programs: ['gateway 1', 'worker 2'],
};
const withstood: Measured = {
  alone: [1_000, 1_100, 900],
  attacked: [2_000, 2_900, 2_500],
  brokenOff: ['transfer-3: busy'],
  verdict: { lost: [], doubled: [], stuck: [] },
  calm: seen,
  seen,
  tallies: { bombs: { 'elements 413': 30 } },
  endedWorkflows: [],
  unapplied: 0,
};
const failures = (changes: Partial<Measured>): string[] => failuresOf(figuresOf({ ...withstood, ...changes }, LIMITS));

describe('the verdict on an attacked product', () => {
  it('finds nothing where it withstood', () => {
    expect(failures({})).toEqual([]);
  });

  it.each([
    [
      'a transfer that takes too long',
      { attacked: [2_000, 3_500, 3_500] },
      'times as long as alone: 3.5, expected <= 3',
    ],
    ['no transfer at all', { attacked: [] }, 'times as long as alone: –, expected <= 3'],
    ['what is lost', { verdict: { ...withstood.verdict, lost: ['Invoice 1'] } }, 'records lost: 1, expected <= 0'],
    [
      'what is doubled',
      { verdict: { ...withstood.verdict, doubled: ['Invoice 1'] } },
      'records doubled: 1, expected <= 0',
    ],
    [
      'a record that is not settled',
      { verdict: { ...withstood.verdict, stuck: ['invoices 1'] } },
      'transfers and records stuck: 1, expected <= 0',
    ],
    ['a workflow that the server ended', { endedWorkflows: ['item 1'] }, 'workflows that were ended: 1, expected <= 0'],
    ['events that never arrive', { unapplied: 2 }, 'items and sessions not up to date: 2, expected <= 0'],
    ['an attacker who did nothing', { tallies: { bombs: {} } }, 'bombs: tries: 0, expected >= 3'],
  ] satisfies readonly (readonly [string, Partial<Measured>, string])[])(
    'calls a failure: %s',
    (_, changes, failure) => {
      expect(failures(changes)).toEqual([failure]);
    },
  );

  it.each([
    [
      'a gateway that stands still for a while',
      { healthzMs: [...seen.healthzMs, 4_000, 3_950, 3_900] },
      '/healthz, p99 of 203: 3900 ms, expected <= 250 ms',
    ],
    ['memory', { memoryMb: [180, 988, 400] }, "gateway's memory, highest: 988 MB, expected <= 400 MB"],
    ['memory that nobody could read', { memoryMb: [] }, "gateway's memory, highest: – MB, expected <= 400 MB"],
    ['a gateway that ended', { programs: [...seen.programs, 'gateway 3'] }, 'programs that ended: 1, expected <= 0'],
    ['a right password that is refused', { refusedSignIns: 1 }, 'right password refused, of 2: 1, expected <= 0'],
    [
      'a right password that waits',
      { signInMs: [300, 32_000] },
      'right password, slowest sign-in: 32000 ms, expected <= 10000 ms',
    ],
  ] satisfies readonly (readonly [string, Partial<Seen>, string])[])('calls a failure: %s', (_, changes, failure) => {
    expect(failures({ seen: { ...seen, ...changes } })).toEqual([failure]);
  });
});

describe('the command line of the attack', () => {
  it('has defaults, and takes the seconds and what /healthz may take', () => {
    expect(readOptions([])).toEqual({ seconds: 120, invoices: 1_000, only: [], limits: LIMITS });
    expect(readOptions(['--seconds', '5', '--healthz-ms', '1000'])).toMatchObject({
      seconds: 5,
      limits: { healthzMs: 1_000, memoryMb: 400 },
    });
    expect(readOptions(['--only', 'bombs,storms'])).toMatchObject({ only: ['bombs', 'storms'] });
  });

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--seconds', 'long'])).toThrow('--seconds takes a whole number from 1, not "long"');
  });
});
