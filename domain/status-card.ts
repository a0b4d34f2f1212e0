import { type ItemKind, KIND_LABEL } from './kinds.js';
import { type LifecycleState, phaseOf } from './lifecycle-state.js';
import { transferDate, transferStatus } from './transfer-status.js';

const NEXT = {
  idle: {
    'Not Transferred': 'Nothing is to be done. Set it ready to transfer it.',
    Pending: 'It waits for the Web Connector.',
    'Pending/Failed':
      'It is held. Mend the cause, then set it ready again (an invoice: clear its error first, or correct it in the PSA).',
    Transferred: 'Nothing is to be done.',
  },
  queued: {
    'Not Transferred': 'It waits for the Web Connector.',
    Pending: 'It goes out in the next run of the Web Connector.',
    'Pending/Failed':
      'It is included again in every run of the Web Connector. Mend the cause, or set it Not Ready to hold it.',
    Transferred: 'It waits for the Web Connector.',
  },
} as const;

const ON_ITS_WAY =
  'QuickBooks has it and its answer is awaited. If the session ended without one, the next run asks again.';

/** What an operator sees as the current details of an item's workflow (S28): where it stands and what to do. Markdown. */
export function statusCard(
  item: { kind: ItemKind; number: string; connectionId: string },
  state: LifecycleState,
): string {
  const phase = phaseOf(state);
  const status = transferStatus(state);
  const todo = phase === 'idle' || phase === 'queued' ? NEXT[phase][status] : ON_ITS_WAY;
  const lines = [
    `**${KIND_LABEL[item.kind]} ${item.number}** of connection \`${item.connectionId}\``,
    '',
    '| | |',
    '|---|---|',
    `| QuickBooks Transfer Status | ${status} |`,
    `| QuickBooks Transfer Date | ${transferDate(state) || '–'} |`,
    ...(state.needsResync ? ['| QuickBooks Needs Resync | yes |'] : []),
    ...(state.failure === null
      ? []
      : [`| Last error | ${state.failure.code}: ${state.failure.message.replaceAll('|', '\\|')} |`]),
    '',
    todo,
  ];
  return lines.join('\n');
}
