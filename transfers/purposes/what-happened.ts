import type { BusinessEvent } from '../../domain/business-events.js';
import { FAILURE } from '../../domain/failure-codes.js';
import type { LockedItem } from '../items/locked-item.js';

/** What of an item's new history concerns whoever runs the product. */
export function whatHappened(
  sessionId: string,
  { connectionId, kind, psaId, newHistory }: Pick<LockedItem, 'connectionId' | 'kind' | 'psaId' | 'newHistory'>,
): BusinessEvent[] {
  const item = { connectionId, sessionId, kind, psaId };
  return newHistory.flatMap(({ event, statusCode, code }): BusinessEvent[] => {
    if (event === 'outcomeUnknown') return [{ event, ...item }];
    if (event !== 'refused') return [];
    const own = code ?? FAILURE.unsendable;
    return [{ event: 'recordRefused', ...item, code: statusCode === undefined ? own : `${statusCode}` }];
  });
}
