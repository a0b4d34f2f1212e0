import { setTimeout as sleep } from 'node:timers/promises';
import { checkCompanyPath } from './command-line/company-path.js';
import { runEdit } from './command-line/edit-command.js';
import { helpText } from './command-line/help.js';
import { readMisbehaviour } from './command-line/misbehave-option.js';
import { type CommandLine, millisecondsOf, readCommandLine, readSeedFile } from './command-line/options.js';
import { Progress } from './command-line/progress.js';
import { show } from './command-line/show-command.js';
import { UsageError } from './command-line/usage-error.js';
import { companyFileExists } from './company-file/journal.js';
import { type CompanyFile, openCompanyFile } from './simulator.js';
import { type QwcFile, readQwcFile } from './web-connector/qwc-file.js';
import { runSession, type SessionOptions, type SessionResult } from './web-connector/session.js';

const commands: Readonly<Record<string, (line: CommandLine) => Promise<number>>> = {
  session: runSessions,
  edit: (line) => withCompany(line, (file) => print(runEdit(file, line.editWords))),
  show: (line) => withCompany(line, (file) => print(show(file, line.what, line.json))),
};

/** Runs a command line; the result is the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const line = readCommandLine(args);
  if (line.help) return print(helpText());
  const command = Object.hasOwn(commands, line.command) ? commands[line.command] : undefined;
  if (!command) throw new UsageError(`"${line.command}" is unknown: edit, show, or nothing for a session`);
  return command(line);
}

async function runSessions(line: CommandLine): Promise<number> {
  const qwcPath = given('qwc', line.qwc);
  const password = given('password', line.password);
  const misbehave = (line.misbehave ?? []).map(readMisbehaviour);
  const qwc = openQwc(qwcPath, line.url);
  const everyMs = line.every === undefined ? (qwc.everySeconds ?? 60) * 1000 : millisecondsOf('every', line.every);
  return withCompany(line, async (companyFile) => {
    let misbehaviours = misbehave;
    // A session that was postponed runs after its pause, whatever authenticate says then.
    let isScheduled = !line.once;
    for (;;) {
      const result = await oneSession(line, qwc, password, companyFile, { misbehave: misbehaviours, isScheduled });
      if (line.once || result.outcome === 'died') return isGood(result) ? 0 : 1;
      isScheduled = result.outcome !== 'postponed';
      if (isScheduled) misbehaviours = [];
      const pauseMs = pauseAfter(result, everyMs);
      print(`The next session begins in ${pauseMs / 1000} s.`);
      await sleep(pauseMs);
    }
  });
}

/** The server may postpone a session, and may ask for more time between two than their schedule has. */
function pauseAfter({ outcome, postponedSeconds, minimumEverySeconds }: SessionResult, everyMs: number): number {
  return outcome === 'postponed' ? postponedSeconds * 1000 : Math.max(everyMs, minimumEverySeconds * 1000);
}

async function oneSession(
  line: CommandLine,
  qwc: QwcFile,
  password: string,
  companyFile: CompanyFile,
  more: Pick<SessionOptions, 'misbehave' | 'isScheduled'>,
): Promise<SessionResult> {
  const progress = new Progress(process.stdout);
  const url = line.url ?? qwc.appUrl;
  if (!URL.canParse(url)) throw new UsageError(`--url "${url}" is no URL`);
  const result = await runSession({
    url,
    userName: qwc.userName,
    password,
    companyFile,
    qwc,
    ...more,
    onCall: (call) => progress.call(call),
    onProgress: (percent) => progress.percent(percent),
    timeoutMs: millisecondsOf('timeout', line.timeout),
    noOpPauseMs: millisecondsOf('noop-pause', line['noop-pause']),
    ...(line.transcript === undefined ? {} : { transcript: line.transcript }),
  });
  progress.close(result);
  const hint = hintOf(result, url, qwc);
  if (hint !== undefined) process.stderr.write(`${hint}\n`);
  return result;
}

function hintOf({ outcome, closing, lastError }: SessionResult, url: string, qwc: QwcFile): string | undefined {
  const said = lastError ?? closing;
  if (said.includes('QBWC1040')) return `Hint: check --password for the user "${qwc.userName}" of ${qwc.appName}.`;
  if (said.includes('Unable to connect'))
    return `Hint: nothing answers at ${url}: is the server running, and is --url right?`;
  if (said.includes('HTTP status 404')) return `Hint: ${url} is not the address of the Web Connector service.`;
  return outcome === 'callFailed' ? `Hint: the call to ${url} failed; the server's log says more.` : undefined;
}

function isGood({ outcome }: SessionResult): boolean {
  return outcome === 'done' || outcome === 'nothingToDo';
}

async function withCompany(line: CommandLine, work: (file: CompanyFile) => Promise<number> | number): Promise<number> {
  const path = given('company', line.company);
  checkCompanyPath(path, line.command === 'session');
  const seed = line['seed-file'] === undefined ? {} : { seed: readSeedFile(line['seed-file']) };
  const isNew = !companyFileExists(path);
  const file = await openCompanyFile(path, seed);
  if (isNew) process.stderr.write(`Made ${path} with the ${line['seed-file'] ?? 'sample company'}.\n`);
  const stop = (): never => {
    file.close();
    process.exit(130);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await work(file);
  } finally {
    file.close();
  }
}

/** The Web Connector would refuse bad addresses, but with --url they are not called. */
function openQwc(path: string, url: string | undefined): QwcFile {
  const warn = (problem: string): void => {
    process.stderr.write(`Warning: ${path}: ${problem}. QBWC would refuse this file; --url is called instead.\n`);
  };
  try {
    return readQwcFile(path, url === undefined ? undefined : warn);
  } catch (error) {
    throw new UsageError(`${path}: ${messageOf(error)}`);
  }
}

function given(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || error.code !== 'ENOENT') return error.message;
  return `there is no such file or folder${'path' in error ? `: ${String(error.path)}` : ''}`;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`simulator: ${messageOf(error)}${isUsage ? '\nSee --help.' : ''}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
