import { AppError } from '../domain/errors.js';

/** An answer that is no qbXML or was cut off: whether QuickBooks did what it was asked is unknown. */
export const unreadable = (problem: string): AppError =>
  new AppError('unreadable', `the answer is no readable qbXML: ${problem}; its outcome is unknown until asked again`);
