import { parseArgs } from 'node:util';

export const USAGE = `npm run demo [-- --transcript DIR]

Shows the main job from nothing: sample items of every kind, a simulated QuickBooks with its Web Connector, three
sessions, a table of what happened. It keeps nothing and needs nothing that runs.

  --transcript DIR   keep every qbXML request and response as a file in DIR`;

export type DemoOptions = { transcript: string | undefined; help: boolean };

/** Reads the command line; throws what is wrong with it. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { transcript: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.transcript === '') throw new Error('--transcript is empty; name a folder');
  return { transcript: values.transcript, help: values.help };
}
