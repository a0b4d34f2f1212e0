const KB = 1_024;
const MB = 1_024 * KB;

/**
 * What a body to /qbwc may be. Anybody may post there, so what is looked at before a ticket is known is small. Sizes in
 * bytes, times in milliseconds.
 */
export const LIMITS = {
  /** Every call but an answer of QuickBooks: the first sendRequestXML of a session carries some tens of kB. */
  call: 128 * KB,
  /** Any body: QBWC's own limit for a post is 10 MB. */
  body: 12 * MB,
  /** Tags, comments and the like in one envelope: QBWC writes about a dozen. */
  tags: 1_000,
  /** One tag with its attributes. */
  tag: 16 * KB,
  /**
   * `<` and `&` in one body: four for each element of an escaped answer. 500 records with ten lines each are some
   * 100,000 elements.
   */
  markup: 1_200_000,
  /** Until a call, or the first 128 kB of an answer, is here. */
  callWithinMs: 15_000,
  /** Until the end of a body that nobody reads. */
  unreadWithinMs: 30_000,
  /** Until the end of an answer in an open session: 10 MB at 0.7 Mbit/s; QBWC's own patience is about 100 s. */
  answerWithinMs: 120_000,
  /** All bodies together whose ticket is not known yet. */
  callsTogether: 32 * MB,
  /** All answers together, until they are taken. */
  answersTogether: 16 * MB,
  /** How long an answer waits for room, or for the one before it, until it is refused. */
  roomWithinMs: 20_000,
} as const;
