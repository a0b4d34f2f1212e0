import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that cannot be mistaken for a later one that was given the same number. */
export type ProcessIdentity = { pid: number; startedAt: string };

/** A signal, and how long to wait for its effect before the next. */
export type SignalStep = readonly [signal: NodeJS.Signals, waitMs: number];

const LINUX = process.platform === 'linux';

/** Of /proc/PID/stat: the command, which may hold anything, and the fields after it, of which the first is the state. */
function linuxStat(pid: number): { command: string; fields: string[] } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const end = stat.lastIndexOf(')');
  return { command: stat.slice(stat.indexOf('(') + 1, end), fields: stat.slice(end + 2).split(' ') };
}

function linuxStart(pid: number): string | undefined {
  try {
    // State, parent, group, session, …, start time (22nd of all).
    const { fields } = linuxStat(pid);
    const state = fields[0] ?? 'X';
    if (state === 'Z' || state === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

function otherStart(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** The identity of a running process; undefined when there is none (a zombie is none). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = LINUX ? linuxStart(pid) : otherStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt;
}

/** Where a process comes from; its session is told by Linux alone. */
export type Origin = { parent: number; command: string; session: string | undefined };

/** Where a running process comes from; undefined when the system does not tell. */
export function originOf(pid: number): Origin | undefined {
  try {
    if (LINUX) {
      const { command, fields } = linuxStat(pid);
      return { parent: Number(fields[1]), command, session: fields[3] };
    }
    const line = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const [, parent, command = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    return parent === undefined
      ? undefined
      : { parent: Number(parent), command: path.basename(command), session: undefined };
  } catch {
    return undefined;
  }
}

/** Resolves to whether the process was gone in time. */
export async function isGoneWithin(identity: ProcessIdentity, waitMs: number): Promise<boolean> {
  const until = Date.now() + waitMs;
  while (isRunning(identity)) {
    if (Date.now() >= until) return false;
    await sleep(20);
  }
  return true;
}

/** Sends one signal after another until the process is gone. */
export async function stopProcess(identity: ProcessIdentity, steps: readonly SignalStep[]): Promise<void> {
  for (const [signal, waitMs] of steps) {
    if (!isRunning(identity)) return;
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
      throw new Error(`cannot stop process ${identity.pid}, which a former start left; stop it by hand`, {
        cause: error,
      });
    }
    if (await isGoneWithin(identity, waitMs)) return;
  }
  throw new Error(`process ${identity.pid} does not end, not even by ${steps.at(-1)?.[0]}; stop it by hand`);
}

/** Processes whose working folder is `folder` (Linux; elsewhere none are found): PostgreSQL's all live in their data. */
export function processesIn(folder: string): ProcessIdentity[] {
  if (!LINUX) return [];
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== folder) return [];
    } catch {
      return [];
    }
    const identity = identityOf(Number(name));
    return identity === undefined ? [] : [identity];
  });
}
