import type { Cost } from '../../gateway/shared/password.js';

/** Of passwords in tests that are not about their cost: scrypt as it should be takes 0.3 s for each. */
export const CHEAP: Cost = { N: 16, r: 8, p: 1 };
