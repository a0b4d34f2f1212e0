import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCompanyPath } from '../../simulator/command-line/company-path.js';
import { runEdit } from '../../simulator/command-line/edit-command.js';
import { readMisbehaviour } from '../../simulator/command-line/misbehave-option.js';
import { readCommandLine } from '../../simulator/command-line/options.js';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';

describe('--misbehave', () => {
  it.each([
    ['lose-response', { do: 'loseResponse', at: 1 }],
    ['cut-response@3', { do: 'cutResponse', at: 3 }],
    ['delay=500@every', { do: 'delay', at: 'every', ms: 500 }],
    ['lock=Cedar Dental@InvoiceAdd', { do: 'lock', at: 'InvoiceAdd', what: 'Cedar Dental' }],
    ['lock=it@willow.example', { do: 'lock', at: 1, what: 'it@willow.example' }],
    ['lock=it@willow.example@TxnDel', { do: 'lock', at: 'TxnDel', what: 'it@willow.example' }],
  ])('%s is read', (text, misbehaviour) => {
    expect(readMisbehaviour(text)).toEqual(misbehaviour);
  });

  it('with an edit keeps an e-mail address whole', () => {
    const file = openInMemoryCompanyFile();

    const edit = readMisbehaviour('edit=set-customer --name "Willow School" --email it@willow.example@2');
    if (edit.do === 'edit') edit.edit(file);

    expect(edit).toMatchObject({ do: 'edit', at: 2 });
    expect(file.find('Willow School')).toMatchObject({ email: 'it@willow.example' });
  });

  it.each(['fly', 'lose-response@Invoice', 'lose-response@'])('%s is refused', (text) => {
    expect(() => readMisbehaviour(text)).toThrow('is unknown');
  });
});

describe('the word edit', () => {
  it('is the command, and everything behind it belongs to the edit', () => {
    expect(readCommandLine(['--company', 'x', 'edit', 'lock', '--what', 'edit'])).toMatchObject({
      command: 'edit',
      company: 'x',
      editWords: ['lock', '--what', 'edit'],
    });
  });

  it('may be the value of an option', () => {
    const session = readCommandLine(['--password', 'edit', '--company', 'edit', '--once']);

    expect(session).toMatchObject({ command: 'session', password: 'edit', company: 'edit', once: true, editWords: [] });
    expect(readCommandLine(['--company', 'edit', 'edit', 'fly'])).toMatchObject({
      command: 'edit',
      editWords: ['fly'],
    });
  });
});

describe('an edit', () => {
  it.each([
    ['closing-date --date tomorrow', '--date takes a day as 2026-11-30, not "tomorrow"'],
    ['closing-date --date 2026-02-30', 'not "2026-02-30"'],
    ['closing-date', '--date is missing'],
    ['pay-invoice --number 1 --date 1.2.2026', 'not "1.2.2026"'],
    ['pay-invoice --number 1 --amount much', '--amount takes a number as 12.50, not "much"'],
    ['receive --number 1 --count all', '--count takes a number'],
    ['lock --what Customer --sets abc', '--sets takes a number of message sets as 1, not "abc"'],
    ['lock --what Customer --sets 0', 'not "0"'],
    ['set-item --name FW-60F --active no', '--active takes true or false, not "no"'],
  ])('%s is refused', (words, message) => {
    const file = openInMemoryCompanyFile();
    const before = file.company;

    expect(() => runEdit(file, words.split(' '))).toThrow(message);
    expect(file.company).toEqual(before);
  });

  it('takes the date and the number that it names', () => {
    const file = openInMemoryCompanyFile();

    expect(runEdit(file, ['closing-date', '--date', '2026-02-28'])).toBe('the books are closed up to 2026-02-28');
    expect(runEdit(file, ['lock', '--what', 'Customer', '--sets', '2'])).toContain('for the next 2 writing');
    expect(file.company.closingDate).toBe('2026-02-28');
  });
});

describe('--company', () => {
  it.each([
    [tmpdir(), true, 'is a folder: name a file in it'],
    [join(tmpdir(), 'nowhere', 'x.company'), true, `x.company: there is no folder ${join(tmpdir(), 'nowhere')}`],
    [join(import.meta.dirname, 'requests.ts', 'x'), true, 'there is no folder'],
    [join(tmpdir(), 'nowhere.company'), false, 'a session makes a new one'],
  ])('%s is refused (session: %s)', (path, isSession, message) => {
    expect(() => checkCompanyPath(path, isSession)).toThrow(message);
    expect(() => checkCompanyPath(path, isSession)).toThrow(path);
  });

  it('of a session may be a new file', () => {
    expect(() => checkCompanyPath(join(tmpdir(), 'nowhere.company'), true)).not.toThrow();
  });
});
