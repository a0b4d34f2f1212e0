import type { Operation } from '../operation.js';

/** getInteractiveURL(wcTicket, sessionId): this product needs nobody at the screen; its own page is the honest answer. */
export const getInteractiveURL: Operation = { run: async ({ publicUrl }) => publicUrl, unavailable: '' };

/** interactiveDone(wcTicket): "Done" ends the polling (P115). */
export const interactiveDone: Operation = { run: async () => 'Done', unavailable: 'Done' };

const REJECTED = 'The interactive session was not needed and has been ended.';

/** interactiveRejected(wcTicket, reason): text to display. */
export const interactiveRejected: Operation = { run: async () => REJECTED, unavailable: REJECTED };
