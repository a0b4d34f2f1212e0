import { z } from 'zod';
import type { ItemKind } from '../../../domain/kinds.js';
import { commandGiven, type EventLog } from '../../../observability/events.js';
import { type CommandOutcome, setNotReady, setReady } from '../../../transfers/items/commands.js';
import { replyApplied, tellAndAwait } from '../../shared/await-applied.js';
import { connectionOf } from '../../shared/lookups.js';
import { commandResult, notApplied, notReadyBody, readyBody } from '../../shared/schemas/item.js';
import { kindPath } from '../../shared/schemas/paths.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** What ready and not-ready answer, for items and for batches. */
export const COMMAND_REPLIES = {
  200: {
    description: 'What it came to for each, in the order of the ids',
    schema: z.object({ results: z.array(commandResult) }),
  },
  202: {
    description: 'Accepted, and not applied yet',
    schema: z.object({ results: z.array(commandResult), ...notApplied }),
  },
} as const;

type Command = { connectionId: string; kind: ItemKind; psaIds: readonly string[]; at: string };

/** Of ready and not-ready, for items and for batches. */
export function noteCommand(
  log: EventLog,
  command: 'ready' | 'notReady',
  { connectionId, kind, psaIds }: Command,
  { results }: CommandOutcome,
): void {
  const refused = results.filter(({ ok }) => !ok).length;
  commandGiven(log, { command, connectionId, kind, items: psaIds.length, refused, via: 'api', by: null });
}

/** POST of ready and not-ready for up to 500 items of a kind. */
export function addReadyRoutes(api: Api): void {
  const { deps } = api;
  const command = ({ c, kind }: { c: string; kind: ItemKind }, ids: readonly string[]): Promise<Command> =>
    connectionOf(deps.database, c).then(({ id }) => ({ connectionId: id, kind, psaIds: ids, at: deps.now() }));

  addRoute(api, {
    method: 'POST',
    url: '/connections/:c/:kind/ready',
    operationId: 'setReady',
    tag: 'Items',
    summary: 'Set as Ready to Transfer to QuickBooks',
    description: 'Items that may not be set ready are refused one by one, with the reason. At most 500 ids.',
    params: kindPath,
    query: noQuery,
    body: readyBody,
    replies: COMMAND_REPLIES,
    errors: ['notFound', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params, body: { ids, retransfer = false }, reply }) {
      const named = await command(params, ids);
      const outcome = await setReady(deps.database, { ...named, retransfer });
      noteCommand(reply.log, 'ready', named, outcome);
      return replyApplied(reply, ...(await carriedOut(named, outcome)));
    },
  });
  addRoute(api, {
    method: 'POST',
    url: '/connections/:c/:kind/not-ready',
    operationId: 'setNotReady',
    tag: 'Items',
    summary: 'Set as Not Ready to Transfer to QuickBooks',
    description: 'What is being sent cannot be called back: a success stands, a failure is held. At most 500 ids.',
    params: kindPath,
    query: noQuery,
    body: notReadyBody,
    replies: COMMAND_REPLIES,
    errors: ['notFound', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params, body, reply }) {
      const named = await command(params, body.ids);
      const outcome = await setNotReady(deps.database, named);
      noteCommand(reply.log, 'notReady', named, outcome);
      return replyApplied(reply, ...(await carriedOut(named, outcome)));
    },
  });

  async function carriedOut(named: Command, { results, events }: CommandOutcome) {
    return [await tellAndAwait(deps, named, events), { results }] as const;
  }
}
