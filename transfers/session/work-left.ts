import { activeRun } from '../../store/adoption.js';
import { PURPOSES } from '../purposes/index.js';
import type { Asker } from '../purposes/purpose.js';

/** Whether a session has, or would have, anything to ask of QuickBooks; the receiver of an answer ends with 100 exactly when not. */
export async function isWorkLeft(asker: Asker): Promise<boolean> {
  // Until a search after a restore is over nothing is sent; in between people decide.
  if ((await activeRun(asker.db, asker.connection.id)) !== undefined) return PURPOSES.adoption.isDue(asker);
  for (const rules of Object.values(PURPOSES)) if (await rules.isDue(asker)) return true;
  return false;
}
