import { loadConfig } from '../../config/config.js';
import { AppError } from '../../domain/errors.js';
import { runConsolePassword } from './reset-password.js';

/** A new password for a user of the console, where only the gateway is: in its container. */
await runConsolePassword(() => {
  const { databaseUrl } = loadConfig();
  if (databaseUrl === undefined)
    throw new AppError('invalid', 'found no DATABASE_URL, expected it as the gateway has it');
  return databaseUrl;
}, process.argv.slice(2));
