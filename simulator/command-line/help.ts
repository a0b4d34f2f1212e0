import { editCommands } from './edit-command.js';
import { misbehaviourHelp } from './misbehave-option.js';

/** The text of --help. */
export function helpText(): string {
  const column = (name: string, text: string): string => `  ${name.padEnd(26)}${text}`;
  return [
    'A QuickBooks Web Connector and a QuickBooks company file, simulated.',
    '',
    'Sessions:  npm run simulator -- --qwc FILE --password P --company FILE [options]',
    column('--qwc FILE', 'the .qwc file that the server made'),
    column('--password P', 'the password of its user'),
    column('--company FILE', 'the company file; made with a sample company if there is none'),
    column('--url URL', 'call this address instead of the AppURL of the .qwc file'),
    column('--once', 'one session; otherwise again by the Scheduler of the .qwc file'),
    column('--every SECONDS', 'again after that many seconds'),
    column('--transcript DIR', 'keep every qbXML request and response as numbered files'),
    column('--seed-file JSON', 'lists for a new company file instead of the sample company'),
    column('--noop-pause SECONDS', 'the pause that NoOp asks for (5)'),
    column('--timeout SECONDS', 'of one call (100)'),
    column('--misbehave WHAT[@WHEN]', "repeatable; WHEN is a set's number (1), a request as InvoiceAdd, or every:"),
    ...Object.entries(misbehaviourHelp).map(([name, text]) => `    ${name.padEnd(26)}${text}`),
    '',
    'By hand in QuickBooks:  npm run simulator -- --company FILE edit WHAT [options]',
    ...Object.entries(editCommands).map(([name, { usage }]) => column(name, usage)),
    '',
    'To look at it:  npm run simulator -- --company FILE show [lists|transactions] [--json]',
    '',
    'Exit code: 0 the session closed well, 1 the server refused or reported an error, 2 wrong usage.',
  ].join('\n');
}
