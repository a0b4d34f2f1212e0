import { AppError } from '../../../domain/errors.js';
import { commandGiven } from '../../../observability/events.js';
import { clearError } from '../../../transfers/items/commands.js';
import { settleByHand } from '../../../transfers/items/settle-by-hand.js';
import { tellAndAwait } from '../../shared/await-applied.js';
import { settleBody } from '../../shared/schemas/settle.js';
import { validate } from '../../shared/validate.js';
import { beginBulkAction } from '../bulk/run.js';
import { itemUrl } from '../layout.js';
import { connectionOfPath, kindOfPath } from '../lookups.js';
import { type Answer, addPage, type Call, type Console } from '../page.js';
import { storable } from '../text.js';

/** Clear error (S12), and with the same click Ready; and settling an unknown outcome. */
export function addItemCommandPages(console: Console): void {
  addPage(console, { method: 'POST', url: '/c/:c/invoices/:id/clear-error', role: 'operator', handle: clear });
  addPage(console, { method: 'POST', url: '/c/:c/:kind/:id/settle', role: 'operator', handle: settle });
}

async function clear(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const { deps, user, form } = call;
  const psaId = call.path.id ?? '';
  const reason = storable(form.get('reason')).slice(0, 2_000);
  if (reason === '') throw new AppError('invalid', 'To clear an error needs a reason: it stands in the history.');
  const named = { connectionId: connection.id, psaId, reason, at: deps.now(), by: user.name };
  const { results, events } = await clearError(deps.database, named);
  const refusal = results.find(({ ok }) => !ok);
  const given = { connectionId: connection.id, kind: 'invoices', items: 1, via: 'console', by: user.name } as const;
  commandGiven(call.request.log, { command: 'clearError', ...given, refused: refusal === undefined ? 0 : 1 });
  if (refusal !== undefined) throw new AppError('refused', refusal.reason ?? 'The error cannot be cleared.');
  await tellAndAwait(deps, { connectionId: connection.id, kind: 'invoices', psaIds: [psaId] }, events);
  const back = itemUrl(connection.id, 'invoices', psaId);
  if (form.get('next') !== 'ready') return { redirect: back };
  const action = { connectionId: connection.id, kind: 'invoices', verb: 'ready', retransferIds: [] } as const;
  const id = await beginBulkAction(deps, { ...action, psaIds: [psaId], userName: user.name });
  commandGiven(call.request.log, { command: 'ready', ...given, bulkActionId: id });
  return { redirect: `${back}?action=${id}` };
}

/** What a person found in QuickBooks, for a record of which nobody could tell what became of it. */
async function settle(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const { deps, user, form } = call;
  const kind = kindOfPath(call);
  const psaId = call.path.id ?? '';
  const txnId = storable(form.get('txnId'));
  const body = validate(
    settleBody,
    {
      key: form.get('key') ?? '',
      generation: Number(form.get('generation')),
      inQuickBooks: form.get('inQuickBooks') === 'yes',
      ...(txnId === '' ? {} : { txnId }),
      reason: storable(form.get('reason')),
      by: user.name,
    },
    'form',
  );
  const named = { connectionId: connection.id, kind, psaId };
  const { events } = await settleByHand(deps.database, { ...named, ...body, at: deps.now() });
  const given = { connectionId: connection.id, kind, items: 1, refused: 0, via: 'console', by: user.name } as const;
  commandGiven(call.request.log, { command: 'settle', ...given });
  await tellAndAwait(deps, { connectionId: connection.id, kind, psaIds: [psaId] }, events);
  return { redirect: itemUrl(connection.id, kind, psaId) };
}
