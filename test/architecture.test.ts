import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, ROOT, type SourceFile, sourceFiles } from './helpers/source-files.js';

/**
 * What each room may import of ours besides itself: the arrows of the architecture. Whatever is not here is forbidden,
 * and whatever is here is used. A room stands after those that it uses, so there is no circle.
 */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  qbxml: ['domain'],
  config: [],
  observability: ['domain'],
  store: ['domain', 'qbxml'],
  'transfers/items': ['domain', 'qbxml', 'store'],
  'transfers/purposes': ['domain', 'qbxml', 'store', 'transfers/items'],
  'transfers/session': ['domain', 'qbxml', 'store', 'transfers/items', 'transfers/purposes'],
  'transfers/connections': ['domain', 'store', 'transfers/items', 'transfers/purposes', 'transfers/session'],
  psa: ['domain', 'store'],
  workflows: ['domain'],
  temporal: ['domain', 'store', 'workflows/messages.js'],
  activities: ['domain', 'store', 'observability', 'transfers/session', 'psa', 'workflows/messages.js', 'temporal'],
  worker: [
    'domain',
    'config',
    'store',
    'transfers/items',
    'observability',
    'transfers/session',
    'psa',
    'workflows/messages.js',
    'temporal',
    'activities',
  ],
  'gateway/shared': ['domain', 'qbxml', 'store', 'observability', 'transfers/purposes', 'transfers/session'],
  'gateway/qbwc': ['domain', 'qbxml', 'store', 'observability', 'transfers/session', 'gateway/shared'],
  'gateway/api': ['domain', 'store', 'observability', 'transfers/items', 'transfers/connections', 'gateway/shared'],
  'gateway/console': [
    'domain',
    'qbxml',
    'store',
    'observability',
    'transfers/items',
    'transfers/connections',
    'workflows/messages.js',
    'gateway/shared',
  ],
  gateway: [
    'domain',
    'config',
    'store',
    'observability',
    'workflows/messages.js',
    'temporal',
    'gateway/shared',
    'gateway/qbwc',
    'gateway/api',
    'gateway/console',
  ],
  simulator: [],
  launcher: ['config'],
  operations: [
    'config',
    'domain',
    'store',
    'transfers/connections',
    'temporal',
    'worker/temporal-bootstrap.js',
    'gateway/shared',
    'launcher',
  ],
};

/** Where only the types of a folder may be used. */
const MAY_USE_TYPES: Readonly<Record<string, readonly string[]>> = { workflows: ['activities'] };

/** The folders that may use everything, and that nothing uses but themselves. */
const ON_TOP = ['tools', 'test', ''];

/** Packages that the sandbox of workflows can load and that replay the same. */
const WORKFLOW_PACKAGES = ['@temporalio/workflow', '@temporalio/common'];

/** Folders of pure rules: the same input gives the same output, everywhere. */
const PURE = ['domain', 'qbxml'];
const IMPURE = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\brandomUUID\b/;

const LONGEST = 300;
/** Longer files, each with the reason. */
const MAY_BE_LONGER: Readonly<Record<string, string>> = {};

const files = sourceFiles();

/** The room that a file is in: the innermost one that `MAY_USE` knows, else its top-level folder. */
function roomOf(file: string): string {
  const rooms = Object.keys(MAY_USE).filter((room) => file.startsWith(`${room}/`));
  return rooms.sort((one, other) => other.length - one.length)[0] ?? file.split('/').slice(0, -1)[0] ?? '';
}

const isAllowed = (to: string, allowed: readonly string[] | undefined): boolean =>
  allowed?.some((entry) => to === entry || roomOf(to) === entry) ?? false;

/** Why an import points the wrong way, if it does. */
function wrongArrow({ file }: Pick<SourceFile, 'file'>, { to, isOurs, typeOnly }: Import) {
  const room = roomOf(file);
  if (!isOurs) {
    if (room === 'workflows' && !typeOnly && !WORKFLOW_PACKAGES.includes(to)) {
      return `${file}: found an import of ${to}, expected only ${WORKFLOW_PACKAGES.join(' and ')}; do it in an activity`;
    }
    if (PURE.includes(room) && to.startsWith('node:')) {
      return `${file}: found an import of ${to}, expected none of Node's; ${room}/ is pure, do it in store/ or gateway/`;
    }
    return undefined;
  }
  if (ON_TOP.includes(room) || isAllowed(to, [room])) return undefined;
  if (isAllowed(to, MAY_USE[room])) return undefined;
  if (typeOnly && isAllowed(to, MAY_USE_TYPES[room])) return undefined;
  const expected = MAY_USE[room]?.join(', ') || 'nothing of ours';
  return `${file}: found an import of ${to}, expected only ${expected}; move the code down, or pass it in as an argument`;
}

function problems(find: (file: SourceFile) => readonly (string | undefined)[]): string[] {
  return files.flatMap(find).filter((problem) => problem !== undefined);
}

describe('the architecture', () => {
  it('has a room for every file', () => {
    const unknown = files.filter(({ file }) => !(roomOf(file) in MAY_USE) && !ON_TOP.includes(roomOf(file)));

    expect(
      unknown.map(({ file }) => file),
      'files in rooms of which MAY_USE in this file does not say what they may use',
    ).toEqual([]);
  });

  it('has every room on the map in ARCHITECTURE.md, in the order of the arrows', () => {
    const page = readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    const onMap = [...page.matchAll(/^\| `([\w/-]+)\/` \|/gm)].map(([, room]) => room);

    expect(onMap).toEqual([...Object.keys(MAY_USE), ...ON_TOP.filter((room) => room !== '')]);
  });

  it('uses every arrow that it allows', () => {
    const unused = Object.entries(MAY_USE).flatMap(([room, allowed]) => {
      const imports = files.filter(({ file }) => roomOf(file) === room).flatMap((file) => file.imports);
      const isUsed = (entry: string) => imports.some(({ to, isOurs }) => isOurs && isAllowed(to, [entry]));
      return allowed.filter((entry) => !isUsed(entry)).map((entry) => `${room} -> ${entry}`);
    });

    expect(unused, 'arrows that nobody uses').toEqual([]);
  });

  it('has no circle: a room stands after those that it uses', () => {
    const rooms = Object.keys(MAY_USE);
    const upwards = rooms.flatMap((room, place) =>
      (MAY_USE[room] ?? [])
        .filter((entry) => !rooms.slice(0, place).includes(entry in MAY_USE ? entry : roomOf(entry)))
        .map((entry) => `${room} -> ${entry}`),
    );

    expect(upwards, 'arrows to a room that stands after it').toEqual([]);
  });

  it('has arrows that point one way', () => {
    expect(problems((file) => file.imports.map((entry) => wrongArrow(file, entry)))).toEqual([]);
  });

  it('has rules without clock and chance', () => {
    const found = problems(({ file, folder, text }) => {
      const impure = PURE.includes(folder) ? IMPURE.exec(text) : null;
      return [impure && `${file}: found ${impure[0]}, expected none; take time and ids as arguments`].map(
        (problem) => problem ?? undefined,
      );
    });

    expect(found).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const allowed = ['config/env.ts', 'launcher/setup.mjs', 'test/architecture.test.ts'];
    const readers = files.filter(({ file, text }) => /\bprocess\.env\b/.test(text) && !allowed.includes(file));

    expect(readers.map(({ file }) => `${file}: found process.env, expected config/config.ts`)).toEqual([]);
  });

  it('makes connections to PostgreSQL only where it listens for their end, which would end the process', () => {
    const deaf = files.filter(
      ({ folder, text }) =>
        folder !== 'test' && /\bnew pg\.(?:Pool|Client)\b/.test(text) && !/\.on\('error'/.test(text),
    );

    expect(
      deaf.map(({ file }) => `${file}: found a connection without .on('error', …), expected openDatabase`),
    ).toEqual([]);
  });

  it('has named exports only', () => {
    const named = files.filter(({ file, text }) => file !== 'vitest.config.ts' && /^export default\b/m.test(text));

    expect(named.map(({ file }) => `${file}: found export default, expected a named export`)).toEqual([]);
  });

  it('has files that can be read at one sitting', () => {
    const long = files.filter(({ file, lines }) => lines > LONGEST && !(file in MAY_BE_LONGER));
    const needless = Object.keys(MAY_BE_LONGER).filter(
      (name) => !files.some(({ file, lines }) => file === name && lines > LONGEST),
    );

    expect(
      long.map(({ file, lines }) => `${file}: found ${lines} lines, expected at most ${LONGEST}; split it`),
    ).toEqual([]);
    expect(needless, 'exceptions that are not needed any more').toEqual([]);
  });

  it('has no test that does not run', () => {
    const off = /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|only|todo|skipIf|runIf|fails)\b/;
    const found = problems(({ file, folder, text }) => {
      const match = folder === 'test' && file !== 'test/architecture.test.ts' ? off.exec(text) : null;
      return [match ? `${file}: found ${match[0]}, expected every test to run` : undefined];
    });

    expect(found).toEqual([]);
  });
});

describe('the check of the architecture', () => {
  const check = (file: string, text: string) => importsOf(file, text).map((entry) => wrongArrow({ file }, entry));

  it.each([
    ['domain/a.ts', "import { b } from '../store/b.js';"],
    ['domain/a.ts', "import { readFileSync } from 'node:fs';"],
    ['store/a.ts', "import type { B } from '../gateway/b.js';"],
    ['store/a.ts', "export { b } from '../workflows/b.js';"],
    ['workflows/a.ts', "import { createActivities } from '../activities/index.js';"],
    ['workflows/a.ts', "import { z } from 'zod';"],
    ['gateway/a.ts', "import {\n  b,\n} from '../worker/b.js';"],
    ['gateway/api/a.ts', "const b = await import('../../activities/b.js');"],
    ['activities/a.ts', "import { run } from '../workflows/transfer-lifecycle.js';"],
    ['simulator/a.ts', "import '../qbxml/b.js';"],
  ])('refuses in %s: %s', (file, text) => {
    expect(check(file, text)).toEqual([expect.stringMatching(/found an import of .+, expected /)]);
  });

  it.each([
    ['domain/a.ts', "import { Big } from 'big.js';\nimport { b } from './b.js';"],
    ['qbxml/a.ts', "import { money } from '../domain/money.js';"],
    ['workflows/a.ts', "import type { Activities } from '../activities/index.js';"],
    ['workflows/a.ts', "import { proxyActivities } from '@temporalio/workflow';"],
    ['activities/a.ts', "import { received } from '../workflows/messages.js';"],
    ['gateway/a.ts', "// import { b } from '../worker/b.js';"],
    ['test/a.ts', "import { b } from '../worker/b.js';"],
  ])('lets pass in %s: %s', (file, text) => {
    expect(check(file, text).filter((problem) => problem !== undefined)).toEqual([]);
  });
});
