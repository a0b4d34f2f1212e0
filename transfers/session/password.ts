import { createHmac, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';

const COST: ScryptOptions = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;

/** So many at once: the other cores answer the Web Connectors that are logged in. */
const CONCURRENCY = Math.max(1, availableParallelism() - 1);
let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (running >= CONCURRENCY) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await scryptOf(password, salt);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

const scryptOf = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, COST, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

/** A password as it is stored: `scrypt$salt$key`, both base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString('base64')}$${(await derive(password, salt)).toString('base64')}`;
}

const NOBODY = `scrypt$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(KEY_BYTES).toString('base64')}`;

/**
 * The password that was right last, for each stored one, under a key of this process only: a Web Connector that was
 * here before does not wait behind a storm of wrong guesses, each of which costs scrypt its time.
 */
const known = new Map<string, Buffer>();
const PROCESS_KEY = randomBytes(32);
const MAX_KNOWN = 1_000;

const fingerprint = (password: string): Buffer =>
  createHmac('sha256', PROCESS_KEY).update(password.normalize('NFC')).digest();

function remember(stored: string, password: string): void {
  const [oldest] = known.keys();
  if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(stored, fingerprint(password));
}

/** Compares in constant time, and takes as long for a user who does not exist. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const right = stored === undefined ? undefined : known.get(stored);
  if (right !== undefined && timingSafeEqual(right, fingerprint(password))) return true;
  const [, salt = '', key = ''] = (stored ?? NOBODY).split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64'));
  if (!timingSafeEqual(derived, Buffer.from(key, 'base64')) || stored === undefined) return false;
  remember(stored, password);
  return true;
}
