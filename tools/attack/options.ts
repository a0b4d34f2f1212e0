import { parseArgs } from 'node:util';

/** What an attacked product may come to; more is a failure. */
export type Limits = {
  /** Times as long as alone that a transfer takes. */
  slower: number;
  /** 99 of 100 answers of /healthz, in ms. */
  healthzMs: number;
  /** The gateway's resident memory at its highest, in MB. */
  memoryMb: number;
  /** The slowest console sign-in with the right password, in ms. */
  signInMs: number;
};

export type AttackOptions = {
  /** How long the attackers run. */
  seconds: number;
  /** Invoices of one transfer. */
  invoices: number;
  /** Who attacks, by name; all where nobody is named. */
  only: readonly string[];
  limits: Limits;
};

/** The goal for /healthz is 100 ms; the rest is for what else the machine does. */
export const LIMITS: Limits = { slower: 3, healthzMs: 250, memoryMb: 400, signInMs: 10_000 };

export const HELP = `npm run attack -- [--seconds N] [--healthz-ms N] [--only NAME,...]

A Web Connector transfers 1,000 invoices alone, then again and again while five attackers run: guessing, bombs, dribbling
uploads, storms of sign-ins and sessions, long texts. Everything runs on this machine, on Linux. The exit code is 1 when
something was lost or doubled, or came to more than its limit.
  --seconds N     how long the attackers run (120)
  --only NAMES    guessing, bombs, dribbling, storms, long-texts: these alone
  --healthz-ms N  what 99 of 100 answers of /healthz may take (${LIMITS.healthzMs}; the goal is 100)`;

/** Reads the command line; undefined when help is asked for. Throws for what it does not know. */
export function readOptions(args: readonly string[]): AttackOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '120' },
      'healthz-ms': { type: 'string', default: String(LIMITS.healthzMs) },
      only: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const healthzMs = whole('healthz-ms', values['healthz-ms']);
  const only = values.only.split(',').filter(Boolean);
  return { seconds: whole('seconds', values.seconds), invoices: 1_000, only, limits: { ...LIMITS, healthzMs } };
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} takes a whole number from 1, not "${text}"`);
  return Number(text);
}
