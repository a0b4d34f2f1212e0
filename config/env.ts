/** The environment variables that the product reads, and the only file that reads them. */
export const VARIABLES = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATABASE_URL',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'TEMPORAL_UI_URL',
  'DATA_DIR',
  'API_TOKEN',
  'TRUSTED_PROXIES',
  'LOG_LEVEL',
  'PSA_WEBHOOK_URL',
  'PSA_WEBHOOK_SECRET',
] as const;

export type VariableName = (typeof VARIABLES)[number];

/** Raw texts by name; what is unset or empty is left out (compose files pass unset variables as empty ones). */
export type Environment = Readonly<Partial<Record<VariableName, string>>>;

/** Picks our variables, unvalidated, from the process or from `source`. */
export function readEnvironment(source: NodeJS.ProcessEnv = process.env): Environment {
  const found = VARIABLES.flatMap((name) => {
    const text = source[name]?.trim();
    return text ? [[name, text] as const] : [];
  });
  return Object.freeze(Object.fromEntries(found));
}

/** Whether `npm start` runs us: npm tells its scripts their name. */
export function isStartedByNpm(source: NodeJS.ProcessEnv = process.env): boolean {
  return source.npm_lifecycle_event === 'start';
}

/** The environment for a child process: all of ours, with `changes` on top; `undefined` takes a variable away. */
export function childEnvironment(changes: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
