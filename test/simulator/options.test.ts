import { describe, expect, it } from 'vitest';
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
