import { loadConfig } from '../config/config.js';
import { runConsolePassword } from '../gateway/console/access/reset-password.js';
import { runningDatabase } from './embedded/running.js';

/** `npm run console-password -- NAME`: in the database of the configuration, else of the `npm start` that runs. */
await runConsolePassword(() => runningDatabase(loadConfig()), process.argv.slice(2));
