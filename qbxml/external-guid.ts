import { v5 } from 'uuid';

/** Ours alone and fixed: another namespace would make every record in QuickBooks a stranger. */
const NAMESPACE = '5d6f3c1e-8a0b-5c47-9f52-2b7a64d0e913';

/**
 * The ExternalGUID of a record: the same for the same item, record key and generation, so that a record whose answer was
 * lost can be recognised (P801). In braces, as GUIDTYPE wants it.
 */
export const externalGuid = ({
  itemId,
  key,
  generation,
}: {
  itemId: string;
  key: string;
  generation: number;
}): string =>
  // JSON keeps the parts apart whatever characters they contain.
  `{${v5(JSON.stringify([itemId, key, generation]), NAMESPACE)}}`;
