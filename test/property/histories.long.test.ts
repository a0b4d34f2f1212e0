import { describe } from 'vitest';
import { testHistories } from './play-histories.js';

describe('a random history of operator, PSA, QuickBooks and session events', () => testHistories(2_000));
