import { describe } from 'vitest';
import { testHistories } from './play-histories.js';

/** The first of those that `npm run test:all` plays. */
describe('a random history of operator, PSA, QuickBooks and session events', () => testHistories(160));
