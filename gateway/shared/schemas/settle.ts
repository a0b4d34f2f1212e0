import { z } from 'zod';

/** Why, and who, for what people do by hand; both stand in the history. */
const why = {
  reason: z.string().trim().min(1).max(2_000).describe('Why; kept in the history.'),
  by: z.string().trim().min(1).max(200).optional().describe('Who says so; kept in the history.'),
};

/** What a person found in QuickBooks for a record whose outcome is unknown. */
export const settleBody = z.strictObject({
  key: z.string().min(1).max(300).describe('Of the record, as the item shows it.'),
  generation: z.int().min(1),
  inQuickBooks: z
    .boolean()
    .describe(
      'true: QuickBooks has the transaction, it is adopted. false: it has not, it is sent again, alone. Of a deletion: whether the purchase order is still there.',
    ),
  txnId: z
    .string()
    .regex(/^[\w-]{1,36}$/, 'expected a TxnID of QuickBooks, 1 to 36 letters, digits and "-"')
    .optional()
    .describe('Its TxnID, where it is known; the next session then asks for its number and lines.'),
  ...why,
});

/** The deliberate act of moving a connection to another company file. */
export const moveBody = z.strictObject({
  confirm: z.string().max(300).describe('The displayName of the connection, or its id, typed once more.'),
  companyFile: z
    .string()
    .max(1_000)
    .regex(/^[^\p{Cc}\uFFFE\uFFFF]*$/u, 'expected a path without control characters')
    .optional()
    .describe('Path of the new file; absent: as it was configured.'),
  fileId: z
    .guid()
    .transform((text) => text.toLowerCase())
    .optional()
    .describe(
      'Only for a file that carries a FileID of this connection already, as a refused session names it (a former file, or after an older backup was restored); absent: a new one.',
    ),
  ...why,
});
