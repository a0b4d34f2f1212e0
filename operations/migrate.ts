import { loadConfig } from '../config/config.js';
import { runningDatabase } from '../launcher/embedded/running.js';
import { migrate } from '../store/migrate.js';

/**
 * `npm run migrate`: brings a database to the newest schema, that of the configuration or of the `npm start` that runs.
 * Gateway and worker do the same when they start; as a command it can be done before, while the former version runs.
 */
try {
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  const applied = await migrate(runningDatabase(loadConfig()), { say });
  if (applied.length === 0) say('nothing to do: the database has the newest schema');
} catch (error) {
  process.stderr.write(`migrate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
