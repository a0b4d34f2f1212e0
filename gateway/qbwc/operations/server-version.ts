import type { Operation } from '../operation.js';

const VERSION = 'PSA to QuickBooks transfer 0.1';

/** serverVersion(): shown by QBWC under "More information". */
export const serverVersion: Operation = { run: async () => VERSION, unavailable: VERSION };
