import { randomBytes } from 'node:crypto';
import { AppError } from '../../domain/errors.js';
import { isDatabaseAway } from '../../gateway/shared/database-away.js';
import { hashPassword } from '../../gateway/shared/password.js';
import { type Database, inTransaction, openDatabase } from '../../store/database.js';
import { appendConsoleLog, changeUser, findUserByName, listUsers, type StoredUser } from '../../store/users.js';

/** Who stands in the log: nobody is signed in. */
const ON_THE_SERVER = '(on the server)';

/** Gives a user a new password, with which he may sign in again; whoever is signed in under that name is not any more. */
export async function resetPassword(
  database: Database,
  name: string,
  at: string,
): Promise<{ name: string; password: string }> {
  const user = await findUserByName(database, name);
  if (user === undefined) throw await noSuchUser(database, name);
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password);
  await inTransaction(database, async (tx) => {
    const isChanged = await changeUser(tx, user.id, { passwordHash, disabledAt: null });
    if (!isChanged) throw noAdmin(user);
    const entry = { at, userName: ON_THE_SERVER, action: 'set a new password of', subject: user.name };
    await appendConsoleLog(tx, entry);
  });
  return { name: user.name, password };
}

async function noSuchUser(database: Database, name: string): Promise<AppError> {
  const names = (await listUsers(database)).map((user) => `"${user.name}"`);
  const there = names.length === 0 ? 'there are none: the first start of the gateway makes one' : names.join(', ');
  return new AppError('notFound', `found no user "${name}", expected one of the console's: ${there}`);
}

const noAdmin = ({ name, role }: StoredUser): AppError =>
  new AppError(
    'refused',
    `"${name}" is ${role}, and no admin can sign in: set the password of an admin first, who then sets the others`,
  );

/** The command: `args` is the name of the user. Prints the password once; says what is wrong in one sentence, with exit code 1. */
export async function runConsolePassword(databaseUrl: () => string, args: readonly string[]): Promise<void> {
  try {
    const [name, ...more] = args;
    if (name === undefined || name.startsWith('-') || more.length > 0)
      throw new AppError('invalid', `found ${JSON.stringify(args)}, expected the name of one user, as in: admin`);
    const database = openDatabase(databaseUrl(), { max: 1 });
    try {
      const made = await resetPassword(database, name, new Date().toISOString());
      process.stdout.write(`The new password of ${made.name}: ${made.password}\n`);
    } finally {
      await database.end();
    }
  } catch (error) {
    const todo = isDatabaseAway(error) ? '; the database does not answer, check DATABASE_URL and the server' : '';
    process.stderr.write(`console-password: ${error instanceof Error ? error.message : String(error)}${todo}\n`);
    process.exitCode = 1;
  }
}
