import { z } from 'zod';

const isCalendarDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** A calendar date `YYYY-MM-DD`. */
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date as YYYY-MM-DD')
  .refine(isCalendarDate, 'expected a date that exists in the calendar');

/** Money or a quantity: a decimal as text, so that no float ever touches it. Limits: the digits of qbXML's AMTTYPE and PRICETYPE together. */
export const decimal = z
  .string()
  .regex(
    /^-?\d{1,13}(\.\d{1,8})?$/,
    'expected a decimal as text, such as "1250.00": no thousands separators, no currency sign',
  );

/** Free text; QuickBooks' own limits are checked where the message is built, so that the item fails with the field's name. */
export const text = z.string().max(20_000);

/** A name that must say something. */
export const name = z.string().trim().min(1, 'expected a name, found an empty text').max(1_000);

/** A QuickBooks list entry: by name (`~` separates levels, as in the PSA), by ListID where it is known. */
export const listRef = z.strictObject({ name, listId: z.string().min(1).max(36).optional() });
export type ListRef = z.infer<typeof listRef>;

/** An id that the PSA gives a line or an entry; unique within its item. */
export const lineId = z.string().min(1).max(100);

/** The lines or entries of an item, told apart by their ids: under one id the second would never be sent. */
export const withOwnIds = <Line extends z.ZodType<{ id: string }>>(line: Line) =>
  z
    .array(line)
    .max(5_000)
    .superRefine((lines, context) => {
      const seen = new Map<string, number>();
      for (const [index, { id }] of lines.entries()) {
        const first = seen.get(id);
        if (first === undefined) seen.set(id, index);
        else context.addIssue({ code: 'custom', path: [index, 'id'], input: id, message: taken(first) });
      }
    });

const taken = (first: number): string =>
  `expected an id that is unique within the item, the one at index ${first} has it already; give each its own in the PSA`;

/** A postal address in parts, named as in qbXML. */
const addressParts = z.strictObject({
  addr1: text.optional(),
  addr2: text.optional(),
  addr3: text.optional(),
  addr4: text.optional(),
  addr5: text.optional(),
  city: text.optional(),
  state: text.optional(),
  postalCode: text.optional(),
  country: text.optional(),
  note: text.optional(),
});
/** A postal address: its parts, or one text whose lines become Addr1 to Addr5. */
export const address = z.union([text, addressParts]);
export type Address = z.infer<typeof address>;

/** The PSA's own counter: lower than the stored one changes nothing; absent means newest. */
export const revision = z.int().nonnegative().optional();
