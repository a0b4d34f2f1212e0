import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiToken, tokenWarning } from '../../config/api-token.js';
import { loadConfig } from '../../config/config.js';
import { childEnvironment, readEnvironment } from '../../config/env.js';
import { webConnectorProblem } from '../../config/rules.js';

function messageOf(source: Record<string, string>): string {
  try {
    loadConfig(source);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'no error';
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    const config = loadConfig({});

    expect(config).toEqual({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:8080',
      databaseUrl: undefined,
      temporalAddress: undefined,
      temporalNamespace: 'default',
      dataDir: path.resolve('.data'),
      apiToken: undefined,
      trustedProxies: [],
      logLevel: 'info',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('takes what is set', () => {
    const config = loadConfig({
      PORT: '9000',
      HOST: '::',
      PUBLIC_URL: 'https://qb.example.com/transfer/',
      DATABASE_URL: 'postgresql://u:p@db:5432/transfers',
      TEMPORAL_ADDRESS: '[::1]:7233',
      TEMPORAL_NAMESPACE: 'quickbooks.prod',
      DATA_DIR: '/var/lib/transfers',
      API_TOKEN: 'x'.repeat(16),
      TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8 fd00::/8',
      LOG_LEVEL: 'debug',
    });

    expect(config.port).toBe(9000);
    expect(config.publicUrl).toBe('https://qb.example.com/transfer');
    expect(config.temporalAddress).toBe('[::1]:7233');
    expect(config.dataDir).toBe('/var/lib/transfers');
    expect(config.trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
  });

  it('follows PORT in the default of PUBLIC_URL', () => {
    expect(loadConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000');
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80a'],
    ['PORT', '-1'],
    ['HOST', 'two words'],
    ['PUBLIC_URL', 'qb.example.com'],
    ['PUBLIC_URL', 'ftp://qb.example.com'],
    ['PUBLIC_URL', 'https://qb.example.com?x=1'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'postgres://localhost'],
    ['DATABASE_URL', 'postgres://localhost/'],
    ['TEMPORAL_ADDRESS', 'http://localhost:7233'],
    ['TEMPORAL_ADDRESS', 'localhost'],
    ['TEMPORAL_ADDRESS', 'localhost:0'],
    ['TEMPORAL_ADDRESS', 'localhost:99999'],
    ['PSA_WEBHOOK_URL', 'psa.example.com'],
    ['TEMPORAL_NAMESPACE', 'a b'],
    ['API_TOKEN', 'has a space in its middle'],
    ['API_TOKEN', '5sign'],
    ['TRUSTED_PROXIES', 'proxy.example.com'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '127.0.0.1, true'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s with what was found, expected and what to do', (name, text) => {
    expect(messageOf({ [name]: text })).toMatch(new RegExp(`^ {2}${name}: found .+, expected .+; .+$`, 'm'));
  });

  it('lists everything that is wrong in one error', () => {
    const message = messageOf({ PORT: 'x', TEMPORAL_ADDRESS: 'y', LOG_LEVEL: 'z' });

    expect(message.split('\n')).toHaveLength(4);
    expect(message).toContain('in 3 place(s)');
  });

  it.each([
    ['PSA_WEBHOOK_SECRET', { PSA_WEBHOOK_URL: 'https://psa.example.com/changes' }],
    ['PSA_WEBHOOK_URL', { PSA_WEBHOOK_SECRET: 'x'.repeat(16) }],
  ])('lists a missing %s beside the rest', (missing, half) => {
    const lines = messageOf({ PORT: '0', ...half }).split('\n');

    expect(lines).toEqual([
      'the configuration is wrong in 2 place(s):',
      expect.stringMatching(/^ {2}PORT: found "0", /),
      expect.stringMatching(new RegExp(`^  ${missing}: found nothing, expected .* together with PSA_WEBHOOK_`)),
    ]);
  });

  it('shows no secret', () => {
    const message = messageOf({ API_TOKEN: 'my hunter2', DATABASE_URL: 'mysql://u:hunter2@db/x' });

    expect(message).not.toContain('hunter2');
    expect(message).toContain('a text of 10 characters');
  });
});

describe('the environment', () => {
  it('takes an empty variable as unset', () => {
    expect(readEnvironment({ PORT: ' ', HOST: 'a', OTHER: 'b' })).toEqual({ HOST: 'a' });
  });

  it('gives a child what it is told on top of ours', () => {
    expect(childEnvironment({ PORT: '1', HOST: undefined })).toMatchObject({ PORT: '1', HOST: undefined });
  });
});

describe('webConnectorProblem', () => {
  it.each(['http://localhost:8080', 'https://qb.example.com'])('takes %s', (url) => {
    expect(webConnectorProblem(url)).toBeUndefined();
  });

  it.each(['http://127.0.0.1:8080', 'https://[::1]', 'http://qb.example.com'])('warns of %s', (url) => {
    expect(webConnectorProblem(url)).toMatch(/set PUBLIC_URL to/);
  });
});

describe('apiToken', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'api-token-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('is API_TOKEN when that is set', () => {
    expect(apiToken({ apiToken: 'given', dataDir })).toMatchObject({ token: 'given', made: false });
  });

  it('is made once, kept for its owner alone, and stays', () => {
    const first = apiToken({ apiToken: undefined, dataDir });
    const second = apiToken({ apiToken: undefined, dataDir });

    expect(first.made).toBe(true);
    expect(first.token).toMatch(/^[\w-]{32}$/);
    expect(second).toEqual({ ...first, made: false });
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
    expect(readFileSync(first.file, 'utf8').trim()).toBe(first.token);
  });

  it('that can be guessed is warned of, and starts', () => {
    expect(loadConfig({ API_TOKEN: 'sixsix' }).apiToken).toBe('sixsix');
    expect(tokenWarning('sixsix')).toMatch(/has 6 characters, expected 32 or more.*openssl rand/);
    expect(tokenWarning('x'.repeat(32))).toBeUndefined();
  });

  it('refuses a file that holds no token', () => {
    writeFileSync(path.join(dataDir, 'api-token'), '\n');

    expect(() => apiToken({ apiToken: undefined, dataDir })).toThrow(/found 0 characters, expected .* delete the file/);
  });
});
