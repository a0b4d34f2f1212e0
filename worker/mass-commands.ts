import { leftBulkActions } from '../store/bulk-actions.js';
import type { Database } from '../store/database.js';
import { stepMassCommand } from '../transfers/items/mass-commands.js';
import { type Repeated, repeat } from './repeat.js';

/** What the relay of mass commands works with. */
export type MassCommandsOptions = Omit<Repeated, 'name'> & {
  database: Database;
  now: () => string;
  /** A command on which nobody has worked for so long is taken up, in milliseconds. */
  leftForMs: number;
};

const PAGE = 100;

/**
 * Takes up commands for many items whose gateway died, beside the relay, which is not kept waiting by thousands of items.
 * The workflows hear of them from the relay, as of whatever a gateway accepted before it died. Ends when `signal` aborts.
 */
export function runMassCommands(options: MassCommandsOptions, signal: AbortSignal): Promise<void> {
  return repeat({ ...options, name: 'the relay of mass commands' }, () => takeUpMassCommands(options, signal), signal);
}

/** One round: carries each command that is left alone out to its end. Fails with the first failure after all were tried. */
export async function takeUpMassCommands(options: MassCommandsOptions, signal: AbortSignal): Promise<void> {
  const { database, now, leftForMs } = options;
  const failures: unknown[] = [];
  for (const { id } of await leftBulkActions(database, now(), leftForMs, PAGE))
    await finish(options, id, signal).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

async function finish({ database, now }: MassCommandsOptions, id: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const step = await stepMassCommand(database, id, now());
    if (step === undefined || step.isOver) return;
  }
}
