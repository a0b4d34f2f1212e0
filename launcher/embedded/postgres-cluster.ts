import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { childEnvironment } from '../../config/env.js';
import { startFailure } from './explain.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import {
  identityOf,
  isGoneWithin,
  type ProcessIdentity,
  processesIn,
  type SignalStep,
  stopProcess,
} from './process-identity.js';
import { readRecord } from './process-record.js';
import type { Unprivileged } from './unprivileged.js';

/** Fast shutdown (clients are cut off), then immediate (recovery at the next start), then none. */
export const POSTGRES_STOP: readonly SignalStep[] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/** Where the parts of the embedded PostgreSQL lie. */
export function clusterPaths(dataDir: string) {
  return { cluster: path.join(dataDir, 'postgres'), passwordFile: path.join(dataDir, 'postgres-password') };
}

/** The password of the cluster, made before the cluster is. */
export function clusterPassword(dataDir: string): string {
  const { cluster, passwordFile } = clusterPaths(dataDir);
  if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();
  if (existsSync(cluster)) {
    throw new Error(
      `${passwordFile} is missing, but ${cluster} was made with a password; restore the file, or remove both to start anew`,
    );
  }
  const password = randomBytes(18).toString('base64url');
  writeFileSync(`${passwordFile}.new`, password, { mode: 0o600 });
  renameSync(`${passwordFile}.new`, passwordFile);
  return password;
}

/** Makes the cluster at the first start: under another name first, so that a half-made one is never taken for a whole. */
export function makeCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  as: Unprivileged,
  options: { fastAndLoose: boolean },
): void {
  const { cluster } = clusterPaths(dataDir);
  if (existsSync(cluster)) return;
  const draft = `${cluster}.new`;
  const passwordFile = `${cluster}.new-password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, clusterPassword(dataDir), { mode: 0o600 });
  try {
    if (as.owner) for (const file of [draft, passwordFile]) chownSync(file, as.owner.uid, as.owner.gid);
    // Order as in C, upper and lower case of all of Unicode, and nothing that depends on the machine's locales.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const sync = options.fastAndLoose ? ['--no-sync'] : [];
    // It leaves what it made when it fails: we remove it, when we have seen whether the disk is full.
    const run = as.wrap(binaries.initdb, [`--pgdata=${draft}`, '--no-clean', ...locale, ...access, ...sync]);
    const { command, args, ...ids } = run;
    const made = spawnSync(command, args, { ...ids, encoding: 'utf8', env: childEnvironment({ LC_ALL: 'C' }) });
    if (made.status !== 0) {
      const said = `${made.stdout ?? ''}${made.stderr ?? ''}${made.error?.message ?? ''}`;
      throw startFailure("PostgreSQL's initdb", said.trim(), 'not kept', dataDir);
    }
    renameSync(draft, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
    if (!existsSync(cluster)) rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Stops the server that a killed start left running on the cluster, with all its children: two servers on the same files
 * would destroy them. Then takes away its pid file: the number may belong to a stranger by now, or to a zombie that
 * nobody reaps, and PostgreSQL would respect both.
 */
export async function clearCluster(dataDir: string): Promise<void> {
  const { cluster } = clusterPaths(dataDir);
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const folder = realpathSync(cluster);
  const named = identityOf(Number(readFileSync(pidFile, 'utf8').split('\n')[0]));
  const isOurs = (process: ProcessIdentity) =>
    readRecord(dataDir, 'postgres')?.startedAt === process.startedAt ||
    processesIn(folder).some(({ pid }) => pid === process.pid);
  if (named !== undefined && isOurs(named)) await stopProcess(named, POSTGRES_STOP);
  // Without their server the children end by themselves, within moments.
  for (const child of processesIn(folder)) {
    if (!(await isGoneWithin(child, 5_000))) await stopProcess(child, [['SIGKILL', 5_000]]);
  }
  rmSync(pidFile, { force: true });
}
