import { z } from 'zod';
import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';

const emptyIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);

/** A filter that may also be there and empty, as a form sends it. */
const optional = <S extends z.ZodType>(schema: S) => z.preprocess(emptyIsAbsent, schema.optional());

const wholeNumber = (least: number, most: number, byDefault: number) =>
  z.preprocess(
    emptyIsAbsent,
    z
      .string()
      .refine(
        (text) => /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most,
        `expected a whole number from ${least} to ${most}`,
      )
      .transform(Number)
      .default(byDefault)
      .meta({ type: 'integer', minimum: least, maximum: most, default: byDefault }),
  );

/** Which page, and how many entries one has. */
export const paging = {
  page: wholeNumber(1, 1_000_000_000, 1),
  pageSize: wholeNumber(1, 500, 50),
};

/** Where a page begins in the whole. */
export const pageOf = ({ page, pageSize }: { page: number; pageSize: number }) => ({
  limit: pageSize,
  offset: (page - 1) * pageSize,
});

/** A day that PostgreSQL knows too: it has no year 0. */
const day = z
  .string()
  .refine(
    (text) =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '0001' && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text),
    'expected a date of the calendar as YYYY-MM-DD',
  )
  .meta({ format: 'date' });

const asList = (value: unknown): unknown =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).filter((each) => each !== '');

/** The filters of the search pages (S26). */
export const itemFilters = {
  transferStatus: z
    .preprocess(asList, z.array(z.enum(TRANSFER_STATUSES)).default([]))
    .meta({ description: 'One of the four statuses; several times for several. Empty: all.' }),
  transferDateFrom: optional(day).meta({ description: 'First day (UTC) of the last successful transfer.' }),
  transferDateTo: optional(day).meta({
    description: 'Last day (UTC) of the last successful transfer, itself included.',
  }),
  needsResync: optional(
    z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .meta({ type: 'boolean', enum: [true, false] }),
  ),
  q: optional(z.string().max(200)).meta({
    description:
      'Part of the number, of the id or of the name of the customer, vendor, resource or submitter; upper and lower case are the same.',
  }),
};
