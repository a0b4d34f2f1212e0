import type { Role } from '../../../store/users.js';

/** Each role may what the ones after it may. */
const RANK = { admin: 3, operator: 2, viewer: 1 } as const satisfies Record<Role, number>;

export const ROLE_MEANS = {
  admin: 'Everything: also users and connections.',
  operator: 'Sets items ready and not ready, clears errors, sees what was sent and answered.',
  viewer: 'Reads statuses and histories, without what was sent and answered.',
} as const satisfies Record<Role, string>;

/** Whether a user of one role may what needs another. */
export const mayAs = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed];
