import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { ItemKind } from '../../domain/kinds.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { itemsBehind } from '../../store/item-list.js';
import { countApplied } from '../../store/items.js';
import type { Dependencies } from './dependencies.js';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 200;

/** The items of a call. */
export type Named = { connectionId: string; kind: ItemKind; psaIds: readonly string[] };

/**
 * After a commit: tells the items' workflows, and waits until the projections show every accepted event of the items,
 * also those of a former call that was answered 202.
 * @returns whether they did in time
 */
export async function tellAndAwait(
  deps: Dependencies,
  named: Named,
  events: readonly AddressedEvents[],
): Promise<boolean> {
  if (events.length > 0) deps.signals.tellItems(events);
  const awaited = await itemsBehind(deps.database, named.connectionId, named.kind, named.psaIds);
  return awaitApplied(deps, awaited);
}

async function awaitApplied(deps: Dependencies, awaited: readonly { id: number; seq: number }[]): Promise<boolean> {
  if (awaited.length === 0) return true;
  const deadline = performance.now() + deps.applyTimeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    if ((await countApplied(deps.database, awaited)) === awaited.length) return true;
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await sleep(Math.min(pause, left));
  }
}

/** 200 for what is applied, 202 with `applied: false` for what is accepted and will be. */
export const replyApplied = (reply: FastifyReply, isApplied: boolean, body: object): FastifyReply =>
  isApplied ? reply.code(200).send(body) : reply.code(202).send({ ...body, applied: false });
