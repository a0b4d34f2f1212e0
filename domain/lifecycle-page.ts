import { TABLE } from './lifecycle.js';
import { LIFECYCLE_EVENTS } from './lifecycle-events.js';
import { PHASES, type Phase } from './lifecycle-state.js';

const PHASE_MEANING: Record<Phase, string> = {
  idle: 'not wanted in QuickBooks now: Not Transferred, Transferred, or Pending/Failed and held',
  queued: 'ready, waiting for the next run of the Web Connector: Pending, or Pending/Failed and included again',
  sending: 'in a message set whose answer is awaited',
  withdrawn: 'set Not Ready, or no longer eligible, while in a message set',
};

const DIAGRAM = `stateDiagram-v2
  [*] --> idle
  idle --> queued: setReady, received, canceled after the transfer
  queued --> idle: setNotReady, becameIneligible, canceled before the transfer
  queued --> sending: sent
  sending --> withdrawn: setNotReady, becameIneligible
  withdrawn --> sending: setReady, canceled
  sending --> idle: succeeded
  sending --> queued: failed, notProcessed
  withdrawn --> idle: succeeded, failed, notProcessed`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** docs/lifecycle.md, printed from the transition table: what people read is what the code does. */
export function lifecyclePage(): string {
  const rows = LIFECYCLE_EVENTS.map(
    (event) => `| \`${event}\` | ${PHASES.map((phase) => cell(TABLE[phase][event].says)).join(' | ')} |`,
  );
  return [
    '# The transfer lifecycle of an item',
    '',
    'Printed from `domain/lifecycle.ts` by `npm run lifecycle-page`; do not edit by hand. One table for all four kinds.',
    'The transfer status is derived from the state (`domain/transfer-status.ts`): last outcome failed is Pending/Failed, else ready is Pending,',
    'else transferred once is Transferred, else Not Transferred.',
    '',
    '```mermaid',
    DIAGRAM,
    '```',
    '',
    ...PHASES.map((phase) => `- **${phase}**: ${PHASE_MEANING[phase]}`),
    '',
    `An item, when this happens, in this phase …`,
    '',
    `| event | ${PHASES.join(' | ')} |`,
    `|---|${PHASES.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}
