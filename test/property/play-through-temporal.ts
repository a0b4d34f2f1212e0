import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { type History, histories } from './history.js';
import { playHistory } from './play-history.js';
import { Post } from './post.js';
import { aClock, type Backstage, type Clock, openWorld } from './world.js';

const SEED = 50_505;
/** Histories at the same time. */
const LANES = 5;

const A_SEASON_MS = 90 * 86_400_000;

/** Tests that so many random histories end well, with the workflows of a real worker, and replay. */
export function testThroughTemporal(runs: number): void {
  let product: Product;
  let played = 0;

  beforeAll(async () => {
    product = await startProduct({ lostAfterMs: 600_000 });
  });
  afterAll(() => product.stop());

  /** The workflows of a Temporal server; what was lost is signalled at last, as the relay would. */
  const onTemporal = (settled: () => Promise<void>): Backstage => {
    const post = new Post(async ({ type, options }) => {
      await product.client.workflow.signalWithStart(type, { ...options, taskQueue: product.taskQueue });
    });
    const settle = async (): Promise<void> => {
      await post.deliverAll();
      await post.deliverLost();
      await settled();
    };
    return { post, settle, ringTimers: () => sleep(1) };
  };

  const play = async (history: History): Promise<void> => {
    const name = `h${played}`;
    played += 1;
    const connection = await testConnection(product, name);
    // Long ago, so that no step of the history reaches into the server's future.
    const clock: Clock = aClock(new Date(Date.now() - A_SEASON_MS).toISOString());
    const place = { database: product.database, connectionId: connection.id, history, clock };
    await playHistory(await openWorld(place, onTemporal(connection.settled)));
  };

  it(`ends ${runs} times as it does in one process, and replays`, { timeout: 300_000 }, async () => {
    const lanes = Array.from({ length: LANES }, (_, lane) =>
      fc.assert(fc.asyncProperty(histories, play), { seed: SEED + lane, numRuns: runs / LANES, endOnFailure: true }),
    );
    await Promise.all(lanes);
  });
}
