import { loadConfig } from '../config/config.js';
import { runningDatabase } from '../launcher/embedded/running.js';
import { runConsolePassword } from './console-password/reset-password.js';

/** `npm run console-password -- NAME`: in the database of the configuration, else of the `npm start` that runs. */
await runConsolePassword(() => runningDatabase(loadConfig()), process.argv.slice(2));
