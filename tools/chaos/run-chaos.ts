import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';
import { disarm } from './armed.js';
import { POINTS, TARGETS } from './faults.js';
import { judgeAll } from './judge.js';
import { killAtOnce } from './kill.js';
import { type ChaosOptions, HELP, readOptions } from './options.js';
import { randomFrom } from './random.js';
import { type ChaosReport, failureLines, isGood, roundLine, sentences, shortOf, table } from './report.js';
import { playLastRound, playRound, type RoundPlan, type RoundResult } from './round.js';
import { INSTRUMENTED } from './services.js';
import { openStage, type Stage } from './stage.js';
import { innocent, isInnocent, together, type Verdict } from './verdict.js';
import { createWalk } from './walk.js';

const PREFIX = 'psa-quickbooks-chaos-';

export type ChaosSettings = {
  /** A folder of its own, see `makeFolder`. */
  dataDir: string;
  options: ChaosOptions;
  say: (line: string) => void;
  /** Other programs than those with named places: for the test that the harness can fail. */
  programs?: typeof INSTRUMENTED;
  /** Whether the data of a failed run stays, to look into. */
  keeps?: boolean;
};

/** A new folder for a run. Ends and removes what runs left that were killed; what a failed one kept stays. */
export async function makeFolder(prefix = PREFIX): Promise<string> {
  const killed = readdirSync(tmpdir())
    .filter((name) => name.startsWith(prefix))
    .map((name) => path.join(tmpdir(), name))
    .filter((folder) => existsSync(path.join(folder, 'run', 'lock.json')));
  await Promise.all(killed.map((folder) => stopLeftovers(folder, { remove: true })));
  return mkdtempSync(path.join(tmpdir(), prefix));
}

/** Plays all rounds; ends with the first that fails, because what it left would be found in every later one. */
export async function runChaos({
  dataDir,
  options,
  say,
  programs = INSTRUMENTED,
  keeps = true,
}: ChaosSettings): Promise<ChaosReport> {
  const startedAt = performance.now();
  disarm(dataDir);
  let isWell = false;
  const stage = await openStage(dataDir, programs, randomFrom(options.seed, 'restarts'));
  try {
    const walk = createWalk(options.seed);
    const faults = new Map<string, number>();
    const failedRounds: RoundResult[] = [];
    let verdict: Verdict = innocent();
    const last = options.from + options.rounds - 1;
    let played = 0;
    for (let number = options.from; number <= last && failedRounds.length === 0; number += 1) {
      const points = options.points?.map((point) => ({ point, tries: 1 })) ?? walk.next(number);
      const result = await playOrBreakOff(stage, { number, seed: options.seed, kinds: options.kinds, points });
      played += 1;
      walk.learn(result);
      for (const { name } of result.fired) faults.set(name, (faults.get(name) ?? 0) + 1);
      say(roundLine(result, last));
      if (isInnocent(result.verdict)) continue;
      failedRounds.push(result);
      verdict = together(verdict, result.verdict);
      for (const line of failureLines(result, options)) say(line);
    }
    if (failedRounds.length === 0) {
      verdict = together(await playLastRound(stage, options), await judgeAll(stage));
      for (const line of sentences(verdict)) say(line);
    }
    const { lost, doubled, stuck } = verdict;
    const report: ChaosReport = {
      rounds: played,
      faults,
      lost: lost.length,
      doubled: doubled.length,
      stuck: stuck.length,
      items: stage.items.length,
      ms: performance.now() - startedAt,
      short: failedRounds.length > 0 ? [] : shortOf(options, faults),
      failedRounds,
    };
    isWell = isGood(report);
    return report;
  } finally {
    await stage.stop();
    if (isWell || !keeps) rmSync(dataDir, { recursive: true, force: true });
    else say(`Everything is kept in ${dataDir}: logs, the database, Temporal's file and the company file.`);
  }
}

/** What ends a round before its comparison, as a session that hangs, is a stuck round. */
async function playOrBreakOff(stage: Stage, plan: RoundPlan): Promise<RoundResult> {
  const startedAt = performance.now();
  try {
    return await playRound(stage, plan);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const verdict = { ...innocent(), stuck: [`the round broke off: ${why}`] };
    return {
      plan,
      fired: [],
      missed: plan.points.map(({ point }) => point),
      verdict,
      ms: performance.now() - startedAt,
    };
  }
}

/** `npm run chaos`: prints rounds, faults by point, lost, doubled, stuck; the exit code is 1 when there is any. */
export async function runChaosCommand(args: readonly string[]): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const options = readOptions(args);
    if (options === undefined) return say(HELP);
    if (options === 'list') return say(POINTS.map(({ name }) => name).join('\n'));
    const dataDir = await makeFolder();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abandon(dataDir));
    const report = await runChaos({ dataDir, options, say });
    say(table(report, options));
    process.exitCode = isGood(report) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`npm run chaos: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** Ctrl-C: nothing stays, neither processes nor files. */
export function abandon(dataDir: string): never {
  killAtOnce(dataDir, TARGETS);
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(130);
}
