/** Why an item failed, where QuickBooks has no status code for it; each has a page in the console's catalogue of causes. */
export const FAILURE = {
  /** It cannot be put into qbXML, or QuickBooks could not read it. */
  unsendable: 'unsendable',
  /** Nobody can tell whether QuickBooks has it: a person says so. */
  outcomeUnknown: 'outcome-unknown',
  /** Only people can delete it in QuickBooks. */
  deleteByHand: 'delete-by-hand',
  /** Only a part of it is in QuickBooks, and it left the queue. */
  partlyTransferred: 'partly-transferred',
  /** Our own mistake. */
  internal: 'internal',
} as const;

export type OwnFailureCode = (typeof FAILURE)[keyof typeof FAILURE];

/** A code of ours, or the status code of QuickBooks. */
export type FailureCode = OwnFailureCode | `${number}`;
