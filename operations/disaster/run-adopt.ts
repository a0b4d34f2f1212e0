import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AdoptionRun, activeRun, findRun, reportOf } from '../../store/adoption.js';
import { armAdoption, cancelAdoption } from '../../transfers/connections/adoption.js';
import { reportLines } from './adoption-report.js';
import { rebuild } from './run-rebuild.js';
import { type Tools, withProduct } from './with-product.js';

const USAGE = 'npm run adopt-from-quickbooks -- --connection C [--since YYYY-MM-DD] [--apply | --cancel] [--no-wait]';

/** What the command was told. */
export type AdoptOptions = {
  connection: string;
  since?: string | undefined;
  apply: boolean;
  cancel: boolean;
  wait: boolean;
};

/** `npm run adopt-from-quickbooks`: after an older backup was restored; see docs/operators.md. */
export const runAdopt = (args: readonly string[]): Promise<void> =>
  withProduct('adopt-from-quickbooks', (tools) => adopt(tools, optionsOf(args)));

function optionsOf(args: readonly string[]): AdoptOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      connection: { type: 'string' },
      since: { type: 'string' },
      apply: { type: 'boolean', default: false },
      cancel: { type: 'boolean', default: false },
      'no-wait': { type: 'boolean', default: false },
    },
  });
  const { connection, since, apply, cancel } = values;
  if (connection === undefined) throw new Error(`found no --connection; ${USAGE}`);
  if (apply && cancel) throw new Error(`found --apply and --cancel, expected one of them; ${USAGE}`);
  if (since !== undefined && !/^\d{4}-\d\d-\d\d$/.test(since))
    throw new Error(`found --since ${since}, expected a day as YYYY-MM-DD`);
  return { connection, since, apply, cancel, wait: !values['no-wait'] };
}

/** One step of the search: begins it, shows its report, adopts, or cancels it. */
export async function adopt(tools: Tools, options: AdoptOptions): Promise<void> {
  const { database, say } = tools;
  const at = new Date().toISOString();
  if (options.cancel) {
    await cancelAdoption(database, { connectionId: options.connection, at });
    say('Canceled: nothing was changed, and the connection sends again.');
    return;
  }
  if ((await activeRun(database, options.connection)) === undefined) {
    say('The workflows are compared with the restored database first:');
    await rebuild(tools, false);
  }
  const run = await armAdoption(database, {
    connectionId: options.connection,
    since: options.since,
    applies: options.apply,
    at,
  });
  const ended = options.wait ? await whenEnded(tools, run) : run;
  for (const line of reportLines(ended, await reportOf(database, ended.id))) say(line);
}

/** Only the Web Connector can ask QuickBooks: waits for its session. */
async function whenEnded({ database, say }: Tools, begun: AdoptionRun): Promise<AdoptionRun> {
  let run = begun;
  if (run.state === 'looking') {
    say(`Records since ${run.since} are looked for; nothing is sent meanwhile.`);
    say('Run the Web Connector now ("Update Selected"), or wait for its schedule. Ctrl-C is no harm: call this again.');
  }
  let shown = -1;
  while (run.state === 'looking') {
    if (run.asked !== shown) say(`${run.asked} records asked for`);
    shown = run.asked;
    await sleep(1_000);
    run = (await findRun(database, run.id)) ?? run;
  }
  return run;
}
