import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.js';

/** The token of the REST API; `made` when this call made it, so that the caller prints it once. */
export type ApiToken = { token: string; made: boolean; file: string };

function readToken(file: string): string | undefined {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (token.length >= 16) return token;
  throw new Error(
    `${file}: found ${token.length} characters, expected a token of 16 or more; delete the file to have one made`,
  );
}

const LONG = 32;

/** What to say at the start of a token that can be guessed; undefined of a long one. */
export function tokenWarning(token: string): string | undefined {
  if (token.length >= LONG) return undefined;
  return (
    `API_TOKEN has ${token.length} characters, expected ${LONG} or more, as whoever has it may do everything: ` +
    'set it to what `openssl rand -hex 24` prints, here and in the PSA'
  );
}

/** API_TOKEN if set, else the one kept under DATA_DIR, which is made (mode 600) when there is none. */
export function apiToken(config: Pick<Config, 'apiToken' | 'dataDir'>): ApiToken {
  const file = path.join(config.dataDir, 'api-token');
  if (config.apiToken !== undefined) return { token: config.apiToken, made: false, file };
  const kept = readToken(file);
  if (kept !== undefined) return { token: kept, made: false, file };
  mkdirSync(config.dataDir, { recursive: true });
  const token = randomBytes(24).toString('base64url');
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${token}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link either makes the file or fails: of two processes that start together, one token wins.
    linkSync(draft, file);
  } catch (error) {
    const winner = readToken(file);
    if (winner === undefined) throw error;
    return { token: winner, made: false, file };
  } finally {
    rmSync(draft, { force: true });
  }
  return { token, made: true, file };
}
