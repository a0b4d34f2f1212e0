import { AppError } from '../domain/errors.js';
import { quote } from '../domain/texts.js';

/** An answer that is no qbXML or was cut off: whether QuickBooks did what it was asked is unknown. */
export function unreadable(problem: string): AppError {
  const said = quote(problem);
  const message = `the answer is no readable qbXML: ${said}; its outcome is unknown until asked again`;
  return new AppError('unreadable', message, { problems: [{ field: 'response', problem: said }] });
}
