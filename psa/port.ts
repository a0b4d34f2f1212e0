import type { NumberedChange } from '../store/changes.js';

/** What goes back to the PSA. An adapter speaks one PSA's language. */
export type Psa = {
  /**
   * Tells the PSA one change of an item. Called in order, and again until it does not throw: the cursor tells a
   * repetition apart.
   */
  tell(connectionId: string, change: NumberedChange): Promise<void>;
};
