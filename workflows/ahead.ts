import { ApplicationFailure } from '@temporalio/workflow';

/**
 * A signal told of events that the database does not have: it was restored from a backup, and they are gone. The run ends;
 * the next event, the relay or `rebuild-workflows` begins one anew from what the database has.
 */
export function aheadOfDatabase(told: readonly { seq: number }[]): ApplicationFailure {
  const numbers = told.map(({ seq }) => seq).join(', ');
  return ApplicationFailure.nonRetryable(
    `The database does not have the events ${numbers}, of which a signal told: it was restored from a backup.`,
    'ahead',
  );
}
