import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config/config.js';
import { inTransaction, openDatabase } from '../store/database.js';
import { appendConsoleLog, changeUser, findUserByName } from '../store/users.js';
import { hashPassword } from '../transfers/session/password.js';

/** `npm run console-password -- NAME`: a new password for a user of the console, who may sign in again with it. */
async function main(): Promise<void> {
  const [name] = parseArgs({ allowPositionals: true }).positionals;
  const { databaseUrl } = loadConfig();
  if (name === undefined || databaseUrl === undefined)
    throw new Error(
      'found no NAME or no DATABASE_URL; expected: DATABASE_URL=postgres://… npm run console-password -- NAME (npm start prints the embedded address)',
    );
  const database = openDatabase(databaseUrl, { max: 1 });
  try {
    const user = await findUserByName(database, name);
    if (user === undefined) throw new Error(`there is no user "${name}"; the first one is called "admin"`);
    const password = randomBytes(12).toString('base64url');
    const passwordHash = await hashPassword(password);
    await inTransaction(database, async (tx) => {
      await changeUser(tx, user.id, { role: user.role, passwordHash, disabledAt: null });
      const entry = { at: new Date().toISOString(), userName: '(on the server)', action: 'set a new password of' };
      await appendConsoleLog(tx, { ...entry, subject: user.name });
    });
    process.stdout.write(`The new password of ${user.name}: ${password}\n`);
  } finally {
    await database.end();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`console-password: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
