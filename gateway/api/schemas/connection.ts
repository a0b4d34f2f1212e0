import { z } from 'zod';
import { DEFAULT_SETTINGS } from '../../../store/connections.js';

/** Text that can stand in a .qwc file: no control characters, nothing that XML does not have. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\uFFFE\uFFFF]*$/u, 'expected one line without control characters');

const missing = z.enum(['fail', 'create']);

const settings = z.strictObject({
  numbering: z.enum(['psa', 'quickbooks']).default(DEFAULT_SETTINGS.numbering),
  missing: z
    .strictObject({
      customers: missing.default(DEFAULT_SETTINGS.missing.customers),
      vendors: missing.default(DEFAULT_SETTINGS.missing.vendors),
      items: missing.default(DEFAULT_SETTINGS.missing.items),
    })
    .prefault({}),
  maxRecords: z.int().min(1).max(500).default(DEFAULT_SETTINGS.maxRecords),
  maxBytes: z.int().min(10_000).max(10_000_000).default(DEFAULT_SETTINGS.maxBytes),
  paused: z.boolean().default(DEFAULT_SETTINGS.paused),
});

/** What people configure of a connection. It replaces what was there; only an absent password keeps the old one. */
export const connectionBody = z.strictObject({
  displayName: line(200),
  username: line(100),
  password: z.string().min(1).max(500).optional().describe('Needed for a new connection; absent keeps the old one.'),
  companyFile: z
    .string()
    .max(1_000)
    .regex(/^[^\p{Cc}\uFFFE\uFFFF]*$/u, 'expected a path without control characters')
    .default('')
    .describe('Path of the company file; empty for the one that is open in QuickBooks.'),
  runEveryMinutes: z
    .int()
    .min(1)
    .max(44_640)
    .nullish()
    .transform((minutes) => minutes ?? null)
    .describe('For the scheduler of the .qwc file; absent: only "Update Selected".'),
  settings: settings.prefault({}),
});

/** A connection as people see it: all but its password. */
export const connectionView = z.object({
  id: z.string(),
  displayName: z.string(),
  username: z.string(),
  companyFile: z.string(),
  runEveryMinutes: z.int().nullable(),
  settings: z.object({
    numbering: z.enum(['psa', 'quickbooks']),
    missing: z.object({ customers: missing, vendors: missing, items: missing }),
    maxRecords: z.int(),
    maxBytes: z.int(),
    paused: z.boolean(),
  }),
  fileId: z.string().describe('FileID that the Web Connector writes into the company file.'),
  lastSeenAt: z.string().nullable(),
});
export type ConnectionView = z.infer<typeof connectionView>;
