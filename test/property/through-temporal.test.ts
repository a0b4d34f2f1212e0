import { describe } from 'vitest';
import { testThroughTemporal } from './play-through-temporal.js';

/** The first of those that `npm run test:all` plays. */
describe('a random history through Temporal', () => testThroughTemporal(5));
