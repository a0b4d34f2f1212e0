import { z } from 'zod';
import { ITEM_KINDS } from '../../../domain/kinds.js';

/** A connection's id: letters, digits and . _ - up to 64. */
export const CONNECTION_ID = /^[A-Za-z0-9._-]{1,64}$/;

const MAX_PSA_ID = 100;

/** An id of the PSA: any text up to 100 characters, slashes, quotes and emoji included. */
export const psaId = z
  .string()
  .refine(
    (text) => text !== '' && Array.from(text).length <= MAX_PSA_ID,
    `expected an id of 1 to ${MAX_PSA_ID} characters`,
  )
  .meta({ minLength: 1, maxLength: MAX_PSA_ID, description: 'The id that the PSA gave it; URL-encoded in a path.' });

/** At most 500 ids a call; the same one twice does no harm. */
export const psaIds = z.array(psaId).max(500, 'expected at most 500 ids a call; send the rest in another call');

const c = z.string().meta({ description: "The connection's id." });

/** The kind is checked before (404). */
const kind = z.enum(ITEM_KINDS);

export const connectionPath = z.object({ c });
export const kindPath = z.object({ c, kind });
export const itemPath = z.object({ c, kind, id: psaId });
export const idPath = z.object({ c, id: psaId });

/** An id that stands in the addresses of the console and of the Temporal UI: "." and ".." would lead elsewhere. */
export const isPathStep = (id: string): boolean => id === '.' || id === '..';

const PATH_STEP = 'expected an id other than "." and "..", which mean a folder in an address';

/** The id of a connection that is being made. */
export const newConnectionPath = z.object({
  c: z
    .string()
    .regex(CONNECTION_ID, 'expected 1 to 64 letters, digits, ".", "_" or "-"')
    .refine((id) => !isPathStep(id), PATH_STEP),
});

const newPsaId = psaId.refine((id) => !isPathStep(id), PATH_STEP);

/** Of an item, or a batch, that may be new. */
export const newItemPath = z.object({ c, kind, id: newPsaId });
export const newBatchPath = z.object({ c, id: newPsaId });
