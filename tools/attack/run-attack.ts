import { rmSync } from 'node:fs';
import { BUILT_PROGRAMS, type ProgramName } from '../../launcher/start/programs.js';
import { abandon, makeFolder } from '../chaos/run-chaos.js';
import type { Target } from './attackers/attacker.js';
import { startChild } from './child.js';
import { type AttackOptions, HELP, readOptions } from './options.js';
import type { Tallies } from './programs/attackers.js';
import type { Seen, Watched } from './programs/probe.js';
import { openStage, type Stage } from './stage.js';
import { prepareTransfers, unapplied } from './transfers.js';
import { failuresOf, figuresOf, type Measured, report } from './verdict.js';

const PREFIX = 'psa-quickbooks-attack-';

/** Transfers alone, after one that warms up. */
const ALONE = 3;
/** A transfer with what follows it takes longer than so many seconds. */
const LEAST_SECONDS = 4;
/** What the attack has left to do may take so long. */
const CALM_MS = 120_000;

/** A folder for a run; what a killed run left there is ended and removed. */
export const attackFolder = (): Promise<string> => makeFolder(PREFIX);

/**
 * Measures the product alone and attacked. Transfers are repeated until the time is over, so that the attack lasts for all
 * of it; each is measured as a whole, from authenticate to closeConnection.
 */
export async function runAttack(
  dataDir: string,
  { seconds, invoices, only }: Omit<AttackOptions, 'limits'>,
  programs: Readonly<Record<ProgramName, string>>,
  say: (line: string) => void,
): Promise<Measured> {
  const undo: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  try {
    const stage = await openStage(dataDir, programs);
    undo.push(() => stage.stop());
    const most = ALONE + 1 + Math.ceil(seconds / LEAST_SECONDS);
    const transfers = await prepareTransfers(stage, most, invoices);
    await transfers.run(1, 0);
    const calm = await watched(stage, undo, () => transfers.run(ALONE, 0));
    say(`alone: ${calm.result.map((ms) => ms.toFixed(0)).join(', ')} ms; attacked for ${seconds} s`);
    const target: Target = { url: stage.services.url, names: transfers.names, only, ...stage.known };
    const attackers = await startChild<Target, Tallies>('attackers', target);
    undo.push(attackers.kill);
    const storm = await watched(stage, undo, () => transfers.run(1, seconds * 1_000));
    say(`attacked: ${storm.result.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    const tallies = await attackers.stop();
    const left = await unapplied(stage, [...transfers.names, stage.known.storming.id, stage.known.talking.id], CALM_MS);
    return {
      alone: calm.result,
      calm: calm.seen,
      attacked: storm.result,
      seen: storm.seen,
      brokenOff: transfers.brokenOff,
      tallies,
      endedWorkflows: await endedByForce(stage),
      unapplied: left,
      verdict: await transfers.judge(),
    };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/** What a probe sees of the gateway meanwhile. */
async function watched<T>(
  { services: { url, dataDir }, known }: Stage,
  undo: (() => unknown)[],
  work: () => Promise<T>,
): Promise<{ result: T; seen: Seen }> {
  const probe = await startChild<Watched, Seen>('probe', { url, dataDir, who: known.person });
  undo.push(probe.kill);
  const result = await work();
  return { result, seen: await probe.stop() };
}

/** Workflows that somebody or the server has ended, or that failed. */
async function endedByForce({ client }: Stage): Promise<string[]> {
  const query = `ExecutionStatus IN ('Terminated', 'Failed', 'TimedOut', 'Canceled')`;
  const found: string[] = [];
  for await (const { workflowId, status } of client.workflow.list({ query }))
    found.push(`workflow ${workflowId}: ${status.name}`);
  return found;
}

/** `npm run attack`: prints the figures and what failed; the exit code is 1 when anything did. */
export async function runAttackCommand(args: readonly string[]): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const options = readOptions(args);
    if (options === undefined) return say(HELP);
    const dataDir = await attackFolder();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abandon(dataDir));
    const measured = await runAttack(dataDir, options, BUILT_PROGRAMS, say);
    say(report(measured, options.limits));
    process.exitCode = failuresOf(figuresOf(measured, options.limits)).length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(
      `npm run attack: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
