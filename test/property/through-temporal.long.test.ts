import { describe } from 'vitest';
import { testThroughTemporal } from './play-through-temporal.js';

describe('a random history through Temporal', () => testThroughTemporal(50));
