import type { Transaction } from './database.js';

/**
 * Runs a part of a transaction that may be undone by itself: where it throws, everything that it wrote is taken back
 * and the transaction can go on. Not to be nested.
 */
export async function inSavepoint<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  await tx.query('savepoint part');
  try {
    return await work();
  } catch (thrown) {
    await tx.query('rollback to savepoint part');
    throw thrown;
  }
}
