import { killRecorded } from '../embedded/leftovers.js';

/**
 * Leaves nothing running when a program meets an error that nobody expected: kills what it started, by force because
 * nothing is known of its state, and ends. Returns what takes this back.
 *
 * @param dataDir where what was started is recorded, when that is known
 */
export function killAllOnCrash(program: string, dataDir: () => string | undefined): () => void {
  const onCrash = (error: unknown): void => {
    process.stderr.write(`${program}: ${error instanceof Error ? error.stack : String(error)}\n`);
    const folder = dataDir();
    if (folder !== undefined) killRecorded(folder);
    process.exit(1);
  };
  process.on('uncaughtException', onCrash);
  return () => void process.off('uncaughtException', onCrash);
}
