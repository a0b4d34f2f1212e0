import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '../../config/env.js';
import { identityOf, type SignalStep, stopProcess } from './process-identity.js';
import { writeRecord } from './process-record.js';

/** A program that we started and that outlives us unless stopped. */
export type ServerProcess = {
  pid: number;
  logFile: string;
  /** Resolves, to how it ended, when it has. */
  ended: Promise<string>;
  hasEnded: () => boolean;
  stop: (steps: readonly SignalStep[]) => Promise<void>;
};

export type ServerCommand = {
  name: string;
  dataDir: string;
  ports: readonly number[];
  command: string;
  args: readonly string[];
  uid?: number;
  gid?: number;
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Where what it prints goes: its log file, or where ours goes. */
  output?: 'log' | 'ours';
};

function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
  });
}

/**
 * Starts a server in a process group of its own (Ctrl-C in a terminal reaches us alone, we stop it in order) with a log
 * file instead of pipes (it can go on writing after a kill -9 of us), and writes it down for the next start.
 */
export function startServer(server: ServerCommand): ServerProcess {
  const { name, dataDir, ports, command, args } = server;
  const logFile = path.join(dataDir, 'logs', `${name}.log`);
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const output = server.output === 'ours' ? 'inherit' : log;
  const child = spawn(command, args, {
    stdio: ['ignore', output, output],
    detached: true,
    ...(server.cwd === undefined ? {} : { cwd: server.cwd }),
    env: childEnvironment(server.env),
    ...(server.uid === undefined ? {} : { uid: server.uid }),
    ...(server.gid === undefined ? {} : { gid: server.gid }),
  });
  closeSync(log);
  let hasEnded = false;
  const ended = whenEnded(child).then((how) => {
    hasEnded = true;
    return how;
  });
  const pid = child.pid ?? 0;
  const identity = identityOf(pid);
  if (pid > 0) writeRecord(dataDir, name, pid, ports);
  return {
    pid,
    logFile,
    ended,
    hasEnded: () => hasEnded,
    async stop(steps) {
      if (identity !== undefined) await stopProcess(identity, steps);
      await ended;
    },
  };
}
