import { z } from 'zod';
import { isTimeZone } from '../../../domain/time-zone.js';
import { DEFAULT_SETTINGS } from '../../../store/connections.js';
import { CONNECTION_LEAST, CONNECTION_LONG } from '../secret-lengths.js';

/** Text that can stand in a .qwc file: no control characters, nothing that XML does not have. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\uFFFE\uFFFF]*$/u, 'expected one line without control characters');

const missing = z.enum(['fail', 'create']);

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of the day as 19:00');

/** The hours in which sessions may begin. */
const syncWindow = z
  .strictObject({
    from: clock,
    to: clock.describe('Itself outside; before `from`: on the next day.'),
    timeZone: z.string().refine(isTimeZone, 'expected the name of a time zone, such as Europe/Berlin'),
  })
  .describe(
    'Sessions begin only then: outside of it the Web Connector is told to come back later. Absent: at any time.',
  );

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
  maxBytes: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(DEFAULT_SETTINGS.maxBytes)
    .describe('Of a message set. A record that is larger goes by itself.'),
  paused: z.boolean().default(DEFAULT_SETTINGS.paused),
  syncWindow: syncWindow.optional(),
});

/** What people configure of a connection. It replaces what was there; only an absent password keeps the old one. */
export const connectionBody = z.strictObject({
  displayName: line(200),
  username: line(100)
    .regex(/\S/, 'expected more than spaces')
    .describe('Of the Web Connector; without regard to case and to spaces around it, no other connection has it.'),
  password: z
    .string()
    .min(CONNECTION_LEAST)
    .max(500)
    .optional()
    .describe(
      `Needed for a new connection; absent keeps the old one. Shorter than ${CONNECTION_LONG} characters it can be guessed.`,
    ),
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

/** What QuickBooks said of itself and of its open company file. */
const quickBooksView = z
  .object({
    at: z.iso.datetime(),
    productName: z.string().nullable(),
    version: z.string().nullable().describe('Major and minor version, as in 34.0.'),
    country: z.string().nullable(),
    qbxmlVersion: z.string().nullable().describe('The newest qbXML that it reads, as in 16.0.'),
    companyName: z.string().nullable(),
    companyFile: z.string().nullable().describe('Path of the company file that was open.'),
    fileId: z
      .string()
      .nullable()
      .describe("FileID that this file carries: another one than the connection's is refused. Null: none."),
  })
  .describe('As the first call of the newest session told it; null: nothing has been told yet.');

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
    syncWindow: syncWindow.optional(),
  }),
  fileId: z.string().describe('FileID that the Web Connector writes into the company file.'),
  lastSeenAt: z.string().nullable(),
  quickBooks: quickBooksView.nullable(),
  webConnectorVersion: z.string().nullable().describe('Of the Web Connector that called last, as in 2.3.0.215.'),
});
export type ConnectionView = z.infer<typeof connectionView>;
