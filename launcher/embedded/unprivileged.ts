import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** How to start a program that refuses to run as root. */
export type Unprivileged = {
  /** Who must own its files; undefined = we ourselves. */
  owner: { uid: number; gid: number } | undefined;
  wrap(
    command: string,
    args: readonly string[],
  ): { command: string; args: readonly string[]; uid?: number; gid?: number };
};

type User = { uid: number; gid: number };

/** An unprivileged user that exists already: nothing is created on the machine. */
function existingUser(): User {
  const users = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    const [uid, gid] = [Number(fields[2]), Number(fields[3])];
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return { uid: 65534, gid: 65534 };
}

/** The first folder on the way to `file` that the user cannot enter. */
function closedFolder(file: string, { uid, gid }: User): string | undefined {
  const parent = path.dirname(file);
  const above = parent === file ? undefined : closedFolder(parent, { uid, gid });
  if (above !== undefined || !statSync(file).isDirectory()) return above;
  const { mode, ...owner } = statSync(file);
  const bit = owner.uid === uid ? 0o100 : owner.gid === gid ? 0o010 : 0o001;
  return (mode & bit) === 0 ? file : undefined;
}

function hasSetpriv(): boolean {
  try {
    return execFileSync('setpriv', ['--help'], { encoding: 'utf8' }).includes('--ambient-caps');
  } catch {
    return false;
  }
}

/**
 * How to run PostgreSQL, which refuses root: as ourselves, or when we are root as an unprivileged user. Where that user
 * cannot enter a folder on the way (a clone under /root), it is given the one capability to pass by, CAP_DAC_OVERRIDE.
 *
 * @param existing a folder of an earlier start: its owner is kept
 * @param needed files and folders that the program must reach
 */
export function unprivileged(existing: string, needed: readonly string[]): Unprivileged {
  const found = statSync(existing, { throwIfNoEntry: false });
  const us = process.getuid?.();
  if (us !== 0) {
    if (found !== undefined && us !== undefined && found.uid !== us) {
      throw new Error(
        `${existing} belongs to user ${found.uid}, we run as user ${us}; run as at the first start (root?), or ` +
          `change its owner: chown -R ${us} ${existing}`,
      );
    }
    return { owner: undefined, wrap: (command, args) => ({ command, args }) };
  }
  const owner = found !== undefined && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : existingUser();
  const closed = needed.map((file) => closedFolder(file, owner)).find((folder) => folder !== undefined);
  if (closed === undefined) return { owner, wrap: (command, args) => ({ command, args, ...owner }) };
  if (!hasSetpriv()) {
    throw new Error(
      `PostgreSQL refuses to run as root, and user ${owner.uid} cannot enter ${closed}; open it (chmod o+x ${closed}), ` +
        'move the project and DATA_DIR elsewhere, install setpriv (util-linux), or do not run as root',
    );
  }
  const drop = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const keep = [
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--bounding-set=-all,+dac_override',
  ];
  return { owner, wrap: (command, args) => ({ command: 'setpriv', args: [...drop, ...keep, command, ...args] }) };
}
