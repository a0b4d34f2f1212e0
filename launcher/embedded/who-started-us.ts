import { isStartedByNpm } from '../../config/env.js';
import { identityOf, isRunning, originOf, type ProcessIdentity } from './process-identity.js';

/** npm runs a script through a shell. Some shells become the script's program, others (Debian's dash) wait for it. */
const SHELLS = /^(?:sh|ash|bash|busybox|dash|fish|ksh|zsh)$/;
const LOOK_EVERY_MS = 500;

/** A starter, or where it was killed before we could look, one that is not running. */
function starter(pid: number, session: string | undefined): ProcessIdentity {
  const ended = { pid, startedAt: '' };
  // Whoever adopts the children of a killed process is not of its session; npm and its scripts share one.
  return originOf(pid)?.session === session ? (identityOf(pid) ?? ended) : ended;
}

/**
 * The processes without which this one has no reason to run: npm, and the shell between. None where npm does not run us:
 * then whoever started us may end, as a shell does that leaves a program in the background.
 */
export function whoStartedUs(): ProcessIdentity[] {
  const us = originOf(process.pid);
  if (us === undefined || !isStartedByNpm()) return [];
  const parent = originOf(us.parent);
  const shell = parent !== undefined && SHELLS.test(parent.command) ? [parent.parent] : [];
  // 0 is a process outside of our container, of which nothing is told.
  return [us.parent, ...shell].filter((pid) => pid > 0).map((pid) => starter(pid, us.session));
}

/** Calls `onEnd` once when one of the processes has ended; keeps nothing alive. Returns what ends the watch. */
export function watchStarters(processes: readonly ProcessIdentity[], onEnd: () => void): () => void {
  const timer = setInterval(() => {
    if (processes.every(isRunning)) return;
    clearInterval(timer);
    onEnd();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
