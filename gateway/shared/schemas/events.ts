import { z } from 'zod';
import { ITEM_KINDS } from '../../../domain/kinds.js';

/** One line of an item's Transfer History (S27). */
export const historyEntry = z.object({
  at: z.iso.datetime(),
  event: z.string(),
  sessionId: z.string().optional(),
  statusCode: z.int().optional(),
  message: z.string().optional(),
  hint: z.string().optional(),
  by: z.string().optional().describe('Who did it, for what people do.'),
});

/** One QBWC run. */
export const sessionView = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  state: z.enum(['open', 'closed', 'failed', 'lost', 'replaced']),
  recordsSent: z
    .int()
    .describe(
      'Records that the session sent, or sent again after a lost answer, and those that it settled otherwise: refused before they were sent, or found by a question. Never less than succeeded and failed together.',
    ),
  recordsSucceeded: z.int().describe('Of these, what is in QuickBooks, or is deleted there.'),
  recordsFailed: z.int().describe('Of these, what was refused.'),
  lastError: z.string().nullable(),
});
export type SessionView = z.infer<typeof sessionView>;

/** Something that the PSA should know. */
export const changeView = z.object({
  cursor: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(ITEM_KINDS),
  id: z.string(),
  type: z.enum(['transferred', 'paidDate', 'externalPoNumber', 'deleted']),
  value: z.string(),
  reason: z.string().optional(),
});
