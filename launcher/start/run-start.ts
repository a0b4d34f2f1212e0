import { loadConfig } from '../../config/config.js';
import { outliveReaders } from '../../config/output.js';
import { killRecorded } from '../embedded/leftovers.js';
import { watchStarters, whoStartedUs } from '../embedded/who-started-us.js';
import { banner } from './banner.js';
import { killAllOnCrash } from './on-crash.js';
import type { ProgramName } from './programs.js';
import { type Services, startServices } from './start-services.js';

/** npm passes on the signal that the terminal has sent us already: what comes this soon is the same wish. */
const SAME_WISH_MS = 1_000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(error: unknown): void {
  process.stderr.write(`npm start: ${error instanceof Error ? error.message : String(error)}\n`);
}

/**
 * `npm start`: runs until a signal, or until its npm was killed, then ends everything; a second signal ends it by force.
 */
export async function runStart(programs?: Readonly<Record<ProgramName, string>>): Promise<void> {
  outliveReaders();
  const stopping = new AbortController();
  const asked = new Promise<void>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  let dataDir: string | undefined;
  let firstAt = 0;
  const stop = (why: string) => {
    firstAt = Date.now();
    say(why);
    stopping.abort(new Error('stopped while starting'));
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (!stopping.signal.aborted) stop(`${signal}: stopping; once more ends it by force`);
    else if (Date.now() - firstAt > SAME_WISH_MS) {
      if (dataDir !== undefined) killRecorded(dataDir);
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const forget = killAllOnCrash('npm start', () => dataDir);
  const startedBy = whoStartedUs();
  const unwatch = watchStarters(startedBy, () => {
    if (!stopping.signal.aborted) stop('npm, which runs this, has ended: stopping');
  });

  let services: Services | undefined;
  try {
    const config = loadConfig();
    dataDir = config.dataDir;
    services = await startServices({
      config,
      log: say,
      signal: stopping.signal,
      startedBy,
      ...(programs ? { programs } : {}),
    });
    say(banner(services));
    // Without a timer nothing would keep us alive until the signal but our children.
    const alive = setInterval(() => undefined, 60_000);
    await asked;
    clearInterval(alive);
    await services.stop();
    say('all has ended');
  } catch (error) {
    // To have been stopped while starting is what was asked for; whatever else went wrong is told.
    if (!stopping.signal.aborted || error !== stopping.signal.reason) {
      complain(error);
      process.exitCode = 1;
    }
  } finally {
    unwatch();
    forget();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
  }
}
