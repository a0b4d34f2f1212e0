import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRunning } from '../../launcher/embedded/process-identity.js';
import { readRecord } from '../../launcher/embedded/process-record.js';
import { testDatabase, testTemporal, withDatabase } from '../helpers/services.js';
import { NAMES, placeOfStarts } from './starts.js';

const place = placeOfStarts();

describe('npm start', { timeout: 120_000 }, () => {
  it('works at once after a kill -9 of itself alone, whose programs and servers go on', async () => {
    const first = place.start();
    await first.ready();
    const orphans = place.recorded();
    first.child.kill('SIGKILL');
    await first.ended;
    expect(Object.values(orphans).every((orphan) => orphan !== undefined && isRunning(orphan))).toBe(true);

    const second = place.start();
    await second.ready();

    expect(Object.values(orphans).some((orphan) => orphan !== undefined && isRunning(orphan))).toBe(false);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await place.expectNothingLeft();
  });

  it.each(NAMES)('starts the %s again after a kill -9, on the ports that it had', async (name) => {
    const { ready, output } = place.start();
    await ready();
    const before = readRecord(place.dataDir, name);
    process.kill(before?.pid ?? 0, 'SIGKILL');

    await expect.poll(() => readRecord(place.dataDir, name)?.pid, { timeout: 15_000 }).not.toBe(before?.pid);
    expect(readRecord(place.dataDir, name)?.ports).toEqual(before?.ports);
    expect(output()).toMatch(/has ended \(SIGKILL\); starting it again in 0\.5 s/);
  });

  it('respects no pid file whose number belongs to a stranger', async () => {
    const first = place.start();
    await first.ready();
    first.child.kill('SIGTERM');
    await first.ended;
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const pidFile = [stranger.pid, path.join(place.dataDir, 'postgres'), 1, 5432, '', '127.0.0.1', '', ''].join('\n');
    writeFileSync(path.join(place.dataDir, 'postgres', 'postmaster.pid'), pidFile);

    const second = place.start();
    await second.ready();

    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  it('ends in order when nobody reads what it says', async () => {
    const { child, ready, ended } = place.start();
    await ready();
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill('SIGINT');

    expect(await ended).toBe(0);
    await place.expectNothingLeft();
  });

  it('tells what went wrong while it stopped', async () => {
    const { child, ready, ended, output } = place.start();
    await ready();
    const lock = path.join(place.dataDir, 'run', 'lock.json');
    rmSync(lock);
    mkdirSync(lock);
    child.kill('SIGTERM');

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^npm start: .*lock\.json/m);
    await place.expectNothingLeft();
  });

  it('leaves nothing running when it fails by a mistake of its own', async () => {
    const { child, ready, ended, output } = place.start();
    await ready();
    child.kill('SIGUSR2');

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^npm start: Error: a mistake of ours$/m);
    await place.expectNothingLeft();
  });

  it('takes two signals of the same moment for one, as npm sends them', async () => {
    const { child, ready, ended } = place.start();
    await ready();
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');

    expect(await ended).toBe(0);
  });

  it('is forced by a second signal', async () => {
    const { child, ready, ended } = place.start();
    await ready();
    const worker = readRecord(place.dataDir, 'worker');
    // A worker that does not end.
    process.kill(worker?.pid ?? 0, 'SIGSTOP');
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    child.kill('SIGINT');

    expect(await ended).toBe(1);
    await place.expectNothingLeft();
  });

  it('says nothing of it, and ends well, when it is stopped while it starts', async () => {
    const { child, ended, output } = place.start();
    await expect.poll(output, { timeout: 60_000, interval: 10 }).toContain('PostgreSQL runs');
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    expect(output()).not.toContain('npm start:');
    await place.expectNothingLeft();
  });
});

describe('npm start says in one line', { timeout: 120_000 }, () => {
  it('that another runs on the same DATA_DIR', async () => {
    const first = place.start();
    await first.ready();
    const second = place.start();

    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `npm start: process ${first.child.pid} is already running on ${place.dataDir}; stop it, or set DATA_DIR to another folder\n`,
    );
  });

  it.each([
    ['nothing listens', (_url: string) => 'postgres://a:secret@127.0.0.1:1/x', 'nothing listens there'],
    ['the password is wrong', (url: string) => url.replace(/:[^:@]*@/, ':secret@'), 'refuses user or password'],
    ['the database is missing', (url: string) => withDatabase(url, 'no_such'), 'no such database'],
  ])('what is wrong with DATABASE_URL: %s', async (_name, spoil, expected) => {
    const { databaseUrl } = await testDatabase();
    const said = await place.complaint({ DATABASE_URL: spoil(databaseUrl), TEMPORAL_ADDRESS: testTemporal().address });

    expect(said).toMatch(/^npm start: cannot use DATABASE_URL .*\n$/);
    expect(said).toContain(expected);
    expect(said).not.toContain('secret');
  });

  it('that no Temporal is there', async () => {
    const { databaseUrl } = await testDatabase();
    const said = await place.complaint({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: '127.0.0.1:1' });

    expect(said).toMatch(
      /^npm start: cannot use TEMPORAL_ADDRESS 127\.0\.0\.1:1: no Temporal server answers there; .*\n$/,
    );
  });
});
