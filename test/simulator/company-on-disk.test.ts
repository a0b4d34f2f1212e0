import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCompanyFile } from '../../simulator/simulator.js';
import { invoiceAdd, messageSet, responseTo } from './requests.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'company-'));
  path = join(folder, 'sample.company');
});
afterEach(() => rmSync(folder, { recursive: true }));

const set = (id: string, count = 1): string =>
  messageSet(invoiceAdd().repeat(count), `newMessageSetID="${id}" onError="stopOnError"`);

describe('a company file on disk', () => {
  it('holds what was committed, stored message sets and edits included', async () => {
    const first = await openCompanyFile(path);
    responseTo(first, set('S1', 3));
    first.payInvoice({ number: '2' });
    first.setCustomer('Willow School', { email: 'it@willow.example' });
    first.close();

    const again = await openCompanyFile(path);
    responseTo(again, set('S1', 3));

    expect(again.transactions({ type: 'Invoice' }).map(({ isPaid }) => isPaid)).toEqual([false, true, false]);
    expect(again.find('Willow School')).toMatchObject({ email: 'it@willow.example' });
    again.close();
  });

  it.each([1, 20, 200])(
    'loses a commit of which the last %i bytes are not on the disk, and no other',
    async (bytes) => {
      const first = await openCompanyFile(path);
      responseTo(first, set('S1', 2));
      responseTo(first, set('S2', 2));
      first.close();
      truncateSync(path, statSync(path).size - bytes);

      const again = await openCompanyFile(path);

      expect([again.transactions().length, again.messageSets.map(({ id }) => id)]).toEqual([2, ['S1']]);
      responseTo(again, set('S2', 2));
      again.close();
      const third = await openCompanyFile(path);
      expect(third.transactions()).toHaveLength(4);
      third.close();
    },
  );

  it('is not opened when it is damaged in the middle or is something else', async () => {
    const file = await openCompanyFile(path);
    responseTo(file, set('S1'));
    file.close();
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('Northwind', 'Southwind'));
    await expect(openCompanyFile(path)).rejects.toThrow('is damaged');

    writeFileSync(path, 'something else\n');
    await expect(openCompanyFile(path)).rejects.toThrow('is no company file');
  });

  it('is open in one place at a time', async () => {
    const file = await openCompanyFile(path);

    await expect(openCompanyFile(path)).rejects.toThrow('is open in process');
    file.close();
    (await openCompanyFile(path)).close();
  });

  it('is compacted when most of it is past', async () => {
    const file = await openCompanyFile(path, { durable: false });
    for (let at = 0; at < 600; at += 1) file.setCustomer('Willow School', { email: `it${at}@willow.example` });
    file.close();
    const before = statSync(path).size;

    const again = await openCompanyFile(path);

    expect(statSync(path).size).toBeLessThan(before / 2);
    expect(again.find('Willow School')).toMatchObject({ email: 'it599@willow.example' });
    again.close();
  });

  it('survives kill -9: what was answered is there, a set is there in whole or not at all', async () => {
    const script = join(import.meta.dirname, 'endless-writer.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const answered: string[] = [];
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        answered.push(
          ...chunk
            .toString()
            .split('\n')
            .filter((line) => line !== ''),
        );
        if (answered.length >= 5) child.kill('SIGKILL');
      });
      child.on('exit', () => resolve());
    });

    const file = await openCompanyFile(path);

    expect(child.signalCode).toBe('SIGKILL');
    const stored = file.messageSets.map(({ id }) => id);
    expect(stored.slice(0, answered.length)).toEqual(answered);
    expect(file.transactions()).toHaveLength(stored.length * 3);
    file.close();
  });
});
