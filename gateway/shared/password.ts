import { createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { FairQueue, type Standing } from './fair-queue.js';

/** What scrypt costs: its memory is 128 × N × r bytes, its time grows with N × r × p. */
export type Cost = Readonly<{ N: number; r: number; p: number }>;

/** Of every new hash: 128 MB and about 0.3 s. */
export const COST: Cost = { N: 131_072, r: 8, p: 1 };

/** Of hashes that do not say it. */
const FORMER_COST: Cost = { N: 16_384, r: 8, p: 1 };
const KEY_BYTES = 32;

/** Who waits for scrypt. Each lane has its own queue, and they take turns: a storm in one holds no other up. */
export const LANES = ['webConnector', 'people', 'other'] as const;
export type Lane = (typeof LANES)[number];

/**
 * `from` is where whoever gave the password comes from: places take turns within a lane, by their standing. `cost` is what a
 * hash has to cost, for tests that make many: never less in the product.
 */
export type HashOptions = { lane?: Lane; from?: string; standing?: Standing; cost?: Cost | undefined };

/** So many may wait in a lane, far more than there are places that guess at the same time; and so many from one place. */
const MOST_WAITING = 200;
const MOST_FROM_ONE = 24;
/** Nobody waits longer: QBWC gives up after 100 s, people before. */
const PATIENCE_MS: Readonly<Record<Lane, number>> = { webConnector: 60_000, people: 20_000, other: 20_000 };

/** A lane is full: nothing is known of the password, so whoever gave it has to come again. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy';
  constructor(lane: Lane) {
    super(`found too many passwords waiting in the lane "${lane}", expected fewer; try again in some seconds`);
  }
}

type Waiter = { go: () => void; refuse: (error: PasswordsBusy) => void };

const queue = (): FairQueue<Waiter> => new FairQueue(MOST_WAITING, MOST_FROM_ONE);
const waiting: Record<Lane, FairQueue<Waiter>> = { webConnector: queue(), people: queue(), other: queue() };
let isRunning = false;
let lastServed = 0;

const turnIn = (lane: Lane, from: string, standing: Standing): Promise<void> =>
  new Promise((go, refuse) => waiting[lane].push(from, { go, refuse }, standing)?.refuse(new PasswordsBusy(lane)));

/** One at a time in this process, whatever the number of cores: two would take 256 MB. */
async function inTurn<T>(
  { lane = 'other', from = '', standing = 'new' }: HashOptions,
  work: () => Promise<T>,
): Promise<T> {
  const came = performance.now();
  if (isRunning) await turnIn(lane, from, standing);
  isRunning = true;
  try {
    if (performance.now() - came > PATIENCE_MS[lane]) throw new PasswordsBusy(lane);
    return await work();
  } finally {
    next();
  }
}

function next(): void {
  for (let step = 1; step <= LANES.length; step += 1) {
    const place = (lastServed + step) % LANES.length;
    const waiter = waiting[LANES[place] as Lane].shift();
    if (waiter === undefined) continue;
    lastServed = place;
    waiter.go();
    return;
  }
  isRunning = false;
}

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Node's own limit is 32 MB.
    const limits = { ...cost, maxmem: 256 * cost.N * cost.r };
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, limits, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

const workOf = ({ N, r, p }: Cost): number => N * r * p;

/**
 * A password as it is stored: `scrypt$N$r$p$salt$key`, the last two base64.
 * @throws PasswordsBusy when the lane is full
 */
export async function hashPassword(password: string, options: HashOptions = {}): Promise<string> {
  const { cost = COST } = options;
  const salt = randomBytes(16);
  const key = await inTurn(options, () => derive(password, salt, cost));
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

type Stored = { cost: Cost; salt: Buffer; key: Buffer };

/** Reads what is stored, also in the former shape `scrypt$salt$key`. */
function parse(stored: string): Stored {
  const parts = stored.split('$');
  const [salt = '', key = ''] = parts.slice(-2);
  const [N = 0, r = 0, p = 0] = parts.slice(1, 4).map(Number);
  return {
    cost: parts.length === 6 ? { N, r, p } : FORMER_COST,
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

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

/** Whether it is the password that was right before in this process: costs nothing, and says nothing of any other. */
export function isKnownPassword(password: string, stored: string | undefined): boolean {
  const right = stored === undefined ? undefined : known.get(stored);
  return right !== undefined && timingSafeEqual(right, fingerprint(password));
}

/** Whether somebody's password was this one, so that it is worth to look up whose. */
export function isAnybodysPassword(password: string): boolean {
  const print = fingerprint(password);
  return [...known.values()].some((each) => each.equals(print));
}

/** Compares in constant time, and takes as long for nobody (`stored` is undefined) and beside a hash that cost less. */
async function compare(password: string, stored: string | undefined, cost: Cost): Promise<boolean> {
  const nobody: Stored = { cost, salt: Buffer.alloc(16), key: Buffer.alloc(KEY_BYTES) };
  const expected = stored === undefined ? nobody : parse(stored);
  const key = await derive(password, expected.salt, expected.cost);
  const isEqual = key.length === expected.key.length && timingSafeEqual(key, expected.key);
  if (isEqual && stored !== undefined) {
    remember(stored, password);
    return true;
  }
  // Memory makes a large N slower than its work says: about by what the first run has taken.
  const missing = Math.round(workOf(cost) / workOf(expected.cost));
  if (missing > 1) await derive(password, expected.salt, { ...expected.cost, p: missing });
  return false;
}

/**
 * Whether a password is the stored one; undefined is nobody's.
 * @throws PasswordsBusy when the lane is full
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  options: HashOptions = {},
): Promise<boolean> {
  return isKnownPassword(password, stored) || inTurn(options, () => compare(password, stored, options.cost ?? COST));
}

/**
 * The same for somebody who is looked up when it is the password's turn, so that a storm asks the database for one at a time.
 * @throws PasswordsBusy when the lane is full
 */
export async function verifyInTurn<T extends { passwordHash: string }>(
  password: string,
  find: () => Promise<T | undefined>,
  options: HashOptions = {},
): Promise<{ who: T | undefined; isRight: boolean }> {
  return inTurn(options, async () => {
    const who = await find();
    return { who, isRight: await compare(password, who?.passwordHash, options.cost ?? COST) };
  });
}

/** A password that has proved right, hashed anew where its hash costs less than new ones do; undefined where not, or not now. */
export async function renewedHash(
  password: string,
  stored: string,
  options: HashOptions = {},
): Promise<string | undefined> {
  if (workOf(parse(stored).cost) >= workOf(options.cost ?? COST)) return undefined;
  try {
    const renewed = await hashPassword(password, options);
    remember(renewed, password);
    return renewed;
  } catch (error) {
    // The next sign-in renews it.
    if (error instanceof PasswordsBusy) return undefined;
    throw error;
  }
}
