import { z } from 'zod';
import { memberIds } from '../../../store/batch-list.js';
import { type CommandOutcome, setNotReady, setReady } from '../../../transfers/items/commands.js';
import { replyApplied, tellAndAwait } from '../../shared/await-applied.js';
import { connectionOf } from '../../shared/lookups.js';
import { idPath } from '../../shared/schemas/paths.js';
import { type Api, addRoute, noQuery } from '../route.js';
import { batchOf } from './batches.js';
import { COMMAND_REPLIES, noteCommand } from './ready.js';

type Command = { connectionId: string; kind: 'invoices'; psaIds: readonly string[]; at: string };

/** POST of ready and not-ready for a whole batch of invoices (S16); it never re-transfers. */
export function addBatchCommandRoutes(api: Api): void {
  const { database } = api.deps;
  addBatchCommand(api, {
    word: 'ready',
    operationId: 'setInvoiceBatchReady',
    summary: 'Set all invoices of a batch ready; what is transferred already stays as it is',
    run: (command) => setReady(database, { ...command, retransfer: false }),
  });
  addBatchCommand(api, {
    word: 'not-ready',
    operationId: 'setInvoiceBatchNotReady',
    summary: 'Set all invoices of a batch not ready',
    run: (command) => setNotReady(database, command),
  });
}

type BatchCommand = {
  word: 'ready' | 'not-ready';
  operationId: string;
  summary: string;
  run: (command: Command) => Promise<CommandOutcome>;
};

function addBatchCommand(api: Api, { word, operationId, summary, run }: BatchCommand): void {
  const { deps } = api;
  addRoute(api, {
    method: 'POST',
    url: `/connections/:c/invoice-batches/:id/${word}`,
    operationId,
    tag: 'Invoice batches',
    summary,
    params: idPath,
    query: noQuery,
    body: z.strictObject({}).optional(),
    replies: COMMAND_REPLIES,
    errors: ['notFound', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c, id }, reply }) {
      const { id: connectionId } = await connectionOf(deps.database, c);
      await batchOf(deps.database, connectionId, id);
      const psaIds = await memberIds(deps.database, connectionId, id);
      const command: Command = { connectionId, kind: 'invoices', psaIds, at: deps.now() };
      const outcome = await run(command);
      noteCommand(reply.log, word === 'ready' ? 'ready' : 'notReady', command, outcome);
      const { results, events } = outcome;
      return replyApplied(reply, await tellAndAwait(deps, command, events), { results });
    },
  });
}
