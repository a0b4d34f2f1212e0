import type { Misbehaviour, When } from '../misbehaviour.js';
import { runEdit } from './edit-command.js';
import { UsageError } from './usage-error.js';

/** What `--misbehave` understands, with its help. */
export const misbehaviourHelp: Readonly<Record<string, string>> = {
  'lose-response': 'the set is committed, its response never reaches the server',
  'cut-response': 'the response breaks off in the middle',
  'answer-text': 'text that is no XML comes instead of the response',
  'duplicate-answer': 'receiveResponseXML is called twice',
  'die-before-commit': 'kill -9 of this process before the set is committed',
  'die-after-commit': 'kill -9 of this process after the set is committed',
  'hresult=0x80040402': 'QuickBooks throws that instead of executing the set',
  'late-hresult=0x80040402': 'the same after the set is committed',
  'delay=500': 'QuickBooks takes that many ms for the set',
  'cannot-store': 'QuickBooks executes the set, but cannot store its state (9005)',
  'lock=NAME': 'another user holds a list element, TxnID, list or kind while the set runs',
  'edit=WORDS': 'an edit (see below) just before the set, as edit=pay-invoice --number 1001',
};

/** Behind the last `@` only what can be a WHEN is one: a value may hold an e-mail address. */
const form = /^([\w-]+)(?:=(.*?))?(?:@(\d+|every|\w+(?:Add|Mod|Query|Del)))?$/s;

/** Reads `kind[=value][@when]`: when is the number of the message set (1), a request's name, or `every`. */
export function readMisbehaviour(text: string): Misbehaviour {
  const [, kind = '', value = '', when = '1'] = form.exec(text) ?? [];
  const at: When = /^\d+$/.test(when) ? Number(when) : when;
  switch (kind) {
    case 'lose-response':
      return { do: 'loseResponse', at };
    case 'cut-response':
      return { do: 'cutResponse', at };
    case 'answer-text':
      return { do: 'answerText', at };
    case 'duplicate-answer':
      return { do: 'duplicateAnswer', at };
    case 'die-before-commit':
      return { do: 'dieBeforeCommit', at, kill: true };
    case 'die-after-commit':
      return { do: 'dieAfterCommit', at, kill: true };
    case 'hresult':
      return { do: 'hresult', at, hresult: value || '0x80040402' };
    case 'late-hresult':
      return { do: 'hresult', at, hresult: value || '0x80040402', executed: true };
    case 'delay':
      return { do: 'delay', at, ms: Number(value) || 0 };
    case 'cannot-store':
      return { do: 'cannotStore', at };
    case 'lock':
      return { do: 'lock', at, what: value };
    case 'edit':
      return { do: 'edit', at, edit: (file) => void runEdit(file, wordsOf(value)) };
    default:
      throw new UsageError(`--misbehave "${text}" is unknown: one of ${Object.keys(misbehaviourHelp).join(', ')}`);
  }
}

/** Words divided by spaces; those in double quotes stay together. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
