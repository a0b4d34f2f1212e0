import { randomBytes } from 'node:crypto';
import type { Database } from '../../../store/database.js';
import { insertFirstUser, isAnyUser } from '../../../store/users.js';
import { type Cost, hashPassword } from '../../shared/password.js';

export const FIRST_ADMIN = 'admin';

/** Makes the first admin at the first start; his password is returned this once, for people to be told. */
export async function makeFirstAdmin(database: Database, at: string, cost?: Cost): Promise<string | undefined> {
  if (await isAnyUser(database)) return undefined;
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password, { cost });
  const made = await insertFirstUser(database, { name: FIRST_ADMIN, role: 'admin', passwordHash, at });
  return made === undefined ? undefined : password;
}
