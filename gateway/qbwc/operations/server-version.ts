import { readFileSync } from 'node:fs';
import type { Operation } from '../operation.js';

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const VERSION = `PSA to QuickBooks transfer ${version}`;

/** serverVersion(): shown by QBWC under "More information" (P103). */
export const serverVersion: Operation = { run: async () => VERSION, unavailable: VERSION };
