import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileLock } from '../../simulator/company-file/file-lock.js';

let folder = '';
const children: ChildProcessWithoutNullStreams[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'file-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Starts a process, and gives the first text that it says. */
async function said(program: string, ...words: readonly string[]): Promise<string> {
  const child = spawn(program, words);
  children.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return chunk.toString();
}

describe('the lock of a company file', () => {
  it('that a dead process left goes to one, though another has seen it too', { timeout: 30_000 }, async () => {
    // A pipe for the stale lock: who reads it waits until this test has taken the lock over in between.
    const file = join(folder, 'file');
    execFileSync('mkfifo', [`${file}.lock`]);
    const taker = said(process.execPath, '--import', 'tsx', join(import.meta.dirname, 'lock-taker.ts'), file);
    const pipe = await open(`${file}.lock`, 'w');
    rmSync(`${file}.lock`);
    const lock = FileLock.take(file);
    await pipe.write('999999999 1');
    await pipe.close();

    expect(await taker).toBe(`${file} is open in process ${process.pid}: end that one first\n`);
    expect(readdirSync(folder)).toEqual(['file.lock']);
    lock.release();
  });

  it('of a process that has ended, but whose parent has not heard of it, is free', { timeout: 15_000 }, async () => {
    const pid = (await said('sh', '-c', 'sleep 0.5 & echo $!; exec sleep 60')).trim();
    const stat = (): readonly string[] =>
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
    await expect.poll(() => stat()[0], { timeout: 10_000 }).toBe('Z');
    writeFileSync(join(folder, 'file.lock'), `${pid} ${stat()[19]}`);

    const lock = FileLock.take(join(folder, 'file'));

    expect(readFileSync(join(folder, 'file.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    lock.release();
  });
});
