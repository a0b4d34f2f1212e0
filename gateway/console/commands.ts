import type { ItemView } from '../shared/schemas/item.js';
import { mayAs } from './access/roles.js';
import type { Call } from './page.js';

/** The words of the field for the two commands. */
export const VERBS = {
  ready: { one: 'Set as Ready to Transfer to QuickBooks', many: 'Set Selected as Ready to Transfer to QuickBooks' },
  notReady: {
    one: 'Set as Not Ready to Transfer to QuickBooks',
    many: 'Set Selected as Not Ready to Transfer to QuickBooks',
  },
} as const;
export type Verb = keyof typeof VERBS;

export const isVerb = (text: string): text is Verb => Object.hasOwn(VERBS, text);

/** Why a command is not offered for an item; undefined when it is. */
export function objectionToCommand(call: Call, verb: Verb, view: ItemView): string | undefined {
  if (!mayAs(call.user.role, 'operator')) return `Your role "${call.user.role}" may only read.`;
  if (verb === 'notReady') return view.ready ? undefined : 'It is not ready.';
  if (view.ready) return 'It is ready already.';
  return view.eligible ? undefined : (view.reason ?? 'It may not be transferred.');
}
