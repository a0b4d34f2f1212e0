import path from 'node:path';
import { z } from 'zod';
import { type Environment, readEnvironment, VARIABLES, type VariableName } from './env.js';
import {
  isDatabaseUrl,
  isHostPort,
  isNetwork,
  isPort,
  isPublicUrl,
  LOG_LEVELS,
  type LogLevel,
  withoutPassword,
} from './rules.js';

/** What a process of the product is told by its environment. Frozen. */
export type Config = Readonly<{
  port: number;
  host: string;
  /** Without a slash at its end. */
  publicUrl: string;
  /** Unset: `npm start` runs an embedded PostgreSQL. */
  databaseUrl: string | undefined;
  /** Unset: `npm start` runs an embedded Temporal. */
  temporalAddress: string | undefined;
  temporalNamespace: string;
  /** Where people find the workflows, for links; unset: no links, but to the embedded one. */
  temporalUiUrl: string | undefined;
  /** Absolute. */
  dataDir: string;
  /** Unset: made at the first start, see `api-token.ts`. */
  apiToken: string | undefined;
  /** Addresses and networks (CIDR) of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  logLevel: LogLevel;
  /** Where the PSA is told of changes; unset: it polls `changes`. */
  webhook: { url: string; secret: string } | undefined;
}>;

const schema = z.object({
  PORT: z.string().default('8080').refine(isPort),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/)
    .default('127.0.0.1'),
  PUBLIC_URL: z.string().refine(isPublicUrl).optional(),
  DATABASE_URL: z.string().refine(isDatabaseUrl).optional(),
  TEMPORAL_ADDRESS: z.string().refine(isHostPort).optional(),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^[\w.-]{1,255}$/)
    .default('default'),
  TEMPORAL_UI_URL: z.string().refine(isPublicUrl).optional(),
  DATA_DIR: z
    .string()
    .refine((text) => !text.includes('\0'))
    .default('.data'),
  API_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{6,512}$/)
    .optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((list) => list.every(isNetwork)),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  PSA_WEBHOOK_URL: z.string().refine(isPublicUrl).optional(),
  PSA_WEBHOOK_SECRET: z.string().min(16).optional(),
});

/** Variables that are set together or not at all. */
const PAIR = ['PSA_WEBHOOK_URL', 'PSA_WEBHOOK_SECRET'] as const;

/** The half of the pair that is missing. */
function missingHalf(environment: Environment): VariableName | undefined {
  const missing = PAIR.filter((name) => environment[name] === undefined);
  return missing.length === 1 ? missing[0] : undefined;
}

/** Per variable: what is expected, and what to do. What was found is added when it is wrong. */
const HELP: Record<VariableName, { expected: string; todo: string }> = {
  PORT: { expected: 'a whole number from 1 to 65535', todo: 'set PORT=8080 or another free port' },
  HOST: {
    expected: 'an address of this machine to listen on',
    todo: 'set HOST=127.0.0.1, or 0.0.0.0 for all interfaces',
  },
  PUBLIC_URL: {
    expected: 'an http:// or https:// address without user, query or #',
    todo: 'set PUBLIC_URL to the address under which the Web Connector reaches this server',
  },
  DATABASE_URL: {
    expected: 'postgres://USER:PASSWORD@HOST:PORT/DATABASE',
    todo: 'correct it, or leave it unset for an embedded PostgreSQL',
  },
  TEMPORAL_ADDRESS: {
    expected: 'HOST:PORT without http://, with a port from 1 to 65535',
    todo: 'set it as in TEMPORAL_ADDRESS=localhost:7233, or leave it unset for an embedded Temporal',
  },
  TEMPORAL_NAMESPACE: {
    expected: 'letters, digits, "-", "_" and "."',
    todo: 'set it to the name of a namespace, or leave it unset for "default"',
  },
  TEMPORAL_UI_URL: {
    expected: 'an http:// or https:// address without user, query or #',
    todo: 'set it to where people open the Temporal UI, or leave it unset',
  },
  DATA_DIR: { expected: 'the path of a folder', todo: 'set it to a folder that we may write, or leave it unset' },
  API_TOKEN: {
    expected: '6 to 512 printable ASCII characters without spaces',
    todo: 'set a longer random text (openssl rand -hex 24), or leave it unset to have one made',
  },
  TRUSTED_PROXIES: {
    expected: 'addresses and networks, separated by commas, as in 127.0.0.1, 10.0.0.0/8, fd00::/8',
    todo: 'set it to the address from which your proxy calls this server, or leave it unset where there is none',
  },
  PSA_WEBHOOK_URL: {
    expected: 'an http:// or https:// address without user, query or #, together with PSA_WEBHOOK_SECRET',
    todo: 'set it to where the PSA takes webhooks, or leave both unset: the PSA then polls `changes`',
  },
  PSA_WEBHOOK_SECRET: {
    expected: 'a secret of 16 or more characters, together with PSA_WEBHOOK_URL',
    todo: 'set a random text that the PSA knows too (openssl rand -hex 24), or leave both unset',
  },
  LOG_LEVEL: { expected: `one of ${LOG_LEVELS.join(', ')}`, todo: 'set one of these, or leave it unset for info' },
};

/** What may be shown of a value: never a secret. */
function shown(name: VariableName, text: string | undefined): string {
  if (text === undefined) return 'nothing';
  if (name === 'API_TOKEN' || name === 'PSA_WEBHOOK_SECRET') return `a text of ${text.length} characters`;
  return JSON.stringify(withoutPassword(text).slice(0, 200));
}

/** One error that lists all that is wrong. */
function configurationError(environment: Environment, wrong: ReadonlySet<unknown>): Error {
  const lines = VARIABLES.filter((name) => wrong.has(name)).map((name) => {
    const { expected, todo } = HELP[name];
    return `  ${name}: found ${shown(name, environment[name])}, expected ${expected}; ${todo}`;
  });
  return new Error(`the configuration is wrong in ${lines.length} place(s):\n${lines.join('\n')}`);
}

/** Validates the environment; throws one error that lists all that is wrong with it. */
export function loadConfig(environment: Environment = readEnvironment()): Config {
  const parsed = schema.safeParse(environment);
  const wrong = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
  const missing = missingHalf(environment);
  if (missing !== undefined) wrong.add(missing);
  if (!parsed.success || missing !== undefined) throw configurationError(environment, wrong);
  const env = parsed.data;
  return Object.freeze({
    port: Number(env.PORT),
    host: env.HOST,
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${Number(env.PORT)}`).replace(/\/+$/, ''),
    databaseUrl: env.DATABASE_URL,
    temporalAddress: env.TEMPORAL_ADDRESS,
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    temporalUiUrl: env.TEMPORAL_UI_URL?.replace(/\/+$/, ''),
    dataDir: path.resolve(env.DATA_DIR),
    apiToken: env.API_TOKEN,
    trustedProxies: Object.freeze(env.TRUSTED_PROXIES),
    logLevel: env.LOG_LEVEL,
    webhook: webhookOf(env.PSA_WEBHOOK_URL, env.PSA_WEBHOOK_SECRET),
  });
}

function webhookOf(url: string | undefined, secret: string | undefined): Config['webhook'] {
  return url === undefined || secret === undefined ? undefined : { url, secret };
}
