import { mkdirSync } from 'node:fs';
import { type Config, loadConfig } from '../../config/config.js';
import { outliveReaders } from '../../config/output.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { killRecorded } from '../../launcher/embedded/leftovers.js';
import { killAllOnCrash } from '../../launcher/start/on-crash.js';
import { startServices } from '../../launcher/start/start-services.js';
import { type DemoOptions, readOptions, USAGE } from './options.js';
import { makeOwnFolder, removeOwnFolder } from './own-folder.js';
import { createScreen, type Screen } from './screen.js';
import { tellStory } from './story.js';
import { seconds } from './text.js';

/** npm passes on the signal that the terminal has sent us already: what comes this soon is the same wish. */
const SAME_WISH_MS = 1_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `npm run demo`: sets the exit code to 0 when all went as it should, with nothing left of it. */
export async function runDemo(args: readonly string[]): Promise<void> {
  outliveReaders();
  try {
    const options = readOptions(args);
    if (options.help) process.stdout.write(`${USAGE}\n`);
    else await demonstrate(options);
  } catch (error) {
    process.stderr.write(`npm run demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode ??= 1;
  }
}

async function demonstrate({ transcript }: DemoOptions): Promise<void> {
  // Before minutes of set-up, not after them.
  if (transcript !== undefined) mkdirSync(transcript, { recursive: true });
  const own = await makeOwnFolder(loadConfig().dataDir);
  const stopping = new AbortController();
  const release = onSignals(own, stopping);
  const screen = createScreen(process.stdout);
  let isGood = false;
  try {
    await play(await ownConfig(own), screen, { transcript, signal: stopping.signal });
    isGood = true;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    screen.line('stopped, nothing is left');
    process.exitCode = 130;
  } finally {
    release();
    const logs = removeOwnFolder(own, { keepLogs: !isGood && !stopping.signal.aborted });
    if (logs !== undefined) process.stderr.write(`npm run demo: the logs of its programs are in ${logs}\n`);
  }
}

/** Everything of its own, whatever the environment says: nothing of the demo gets into a real database or PSA. */
const ownConfig = async (own: string): Promise<Config> => loadConfig({ DATA_DIR: own, PORT: String(await freePort()) });

async function play(
  config: Config,
  screen: Screen,
  how: { transcript: string | undefined; signal: AbortSignal },
): Promise<void> {
  const started = performance.now();
  screen.act('PostgreSQL, Temporal, the gateway and the worker start, for this demo alone');
  const services = await startServices({
    config,
    log: (line) => screen.say(line),
    output: 'log',
    fastAndLoose: true,
    signal: how.signal,
  });
  try {
    screen.say(
      `All runs after ${seconds(performance.now() - started)}. Temporal UI while it lasts: ${services.temporalUiUrl}`,
    );
    await Promise.race([tellStory(services, screen, how), aborted(how.signal)]);
  } finally {
    await services.stop();
  }
  screen.say(`The demo took ${seconds(performance.now() - started)} and has ended all that it started.`);
  if (how.transcript !== undefined) screen.say(`The qbXML of its sessions is in ${how.transcript}.`);
  screen.say(
    'See the same for yourself: "npm start" gives console, REST API and Temporal UI, "npm run simulator" a QuickBooks for it.',
  );
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** The first signal stops the demo, a second one ends it by force, as does a mistake of ours. */
function onSignals(own: string, stopping: AbortController): () => void {
  let firstAt = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!stopping.signal.aborted) {
      firstAt = Date.now();
      process.stdout.write(`\n${signal}: stopping; once more ends it by force\n`);
      stopping.abort(new Error('stopped'));
    } else if (Date.now() - firstAt > SAME_WISH_MS) {
      killRecorded(own);
      process.exit(1);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const forget = killAllOnCrash('npm run demo', () => own);
  return () => {
    forget();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
