import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { CompanySeed } from '../company-file/company-seed.js';
import { UsageError } from './usage-error.js';

const options = {
  qwc: { type: 'string' },
  url: { type: 'string' },
  password: { type: 'string' },
  company: { type: 'string' },
  once: { type: 'boolean', default: false },
  every: { type: 'string' },
  transcript: { type: 'string' },
  'seed-file': { type: 'string' },
  'noop-pause': { type: 'string', default: '5' },
  timeout: { type: 'string', default: '100' },
  misbehave: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The command line, read: what to do and with what. */
export type CommandLine = ReturnType<typeof readCommandLine>;

/** Reads the command line. Everything behind the word `edit` belongs to the edit. */
export function readCommandLine(args: readonly string[]) {
  try {
    const edit = positionOfEdit(args);
    const own = edit < 0 ? args : args.slice(0, edit);
    const { values, positionals } = parseArgs({ args: [...own], options, allowPositionals: true });
    const [command = edit < 0 ? 'session' : 'edit', what] = positionals;
    return { ...values, command, what, editWords: edit < 0 ? [] : args.slice(edit + 1) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Where the command `edit` stands. The value of an option may be that word too, as in `--password edit`. */
function positionOfEdit(args: readonly string[]): number {
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true });
  return tokens.find((token) => token.kind === 'positional' && token.value === 'edit')?.index ?? -1;
}

/** A number of seconds from an option, in ms. */
export function millisecondsOf(name: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 0)) throw new UsageError(`--${name} takes a number of seconds, not "${text}"`);
  return seconds * 1000;
}

const named = z.strictObject({
  name: z.string(),
  isActive: z.boolean().optional(),
  email: z.string().optional(),
  terms: z.string().optional(),
});

const seedFile = z.strictObject({
  name: z.string().optional(),
  path: z.string().optional(),
  closingDate: z.iso.date().optional(),
  customers: z.array(named.extend({ parent: z.string().optional() })).optional(),
  vendors: z.array(named).optional(),
  employees: z.array(named.extend({ useTimeData: z.boolean().optional() })).optional(),
  otherNames: z.array(named).optional(),
  accounts: z
    .array(z.strictObject({ name: z.string(), type: z.string(), isActive: z.boolean().optional() }))
    .optional(),
  items: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['service', 'nonInventory', 'inventory', 'otherCharge', 'salesTax']),
        isActive: z.boolean().optional(),
        price: z.string().optional(),
        taxRate: z.string().optional(),
      }),
    )
    .optional(),
  terms: z.array(z.strictObject({ name: z.string(), days: z.int() })).optional(),
  salesTaxCodes: z.array(z.strictObject({ name: z.string(), isTaxable: z.boolean() })).optional(),
  classes: z.array(z.string()).optional(),
  shipMethods: z.array(z.string()).optional(),
  payrollItems: z.array(z.string()).optional(),
});

/** Reads the lists of a new company from a JSON file, or says what is wrong in it. */
export function readSeedFile(path: string): CompanySeed {
  const parsed = seedFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data as CompanySeed;
}
