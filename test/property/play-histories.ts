import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { type Database, openDatabase } from '../../store/database.js';
import { testDatabase } from '../helpers/services.js';
import { type History, histories } from './history.js';
import { playHistory } from './play-history.js';
import { aClock, inProcess, openWorld } from './world.js';

/** The same histories in every run, fewer being the first of more; another seed plays others. */
const SEED = 20_260_105;
/** Histories at the same time, each lane on a database of its own. */
const LANES = 4;

/** Tests that so many random histories end well, with the workflows in this process. */
export function testHistories(runs: number): void {
  const databases: Database[] = [];
  let played = 0;
  const started = performance.now();

  beforeAll(async () => {
    for (let lane = 0; lane < LANES; lane += 1)
      databases.push(openDatabase((await testDatabase()).databaseUrl, { max: 2 }));
  });
  afterAll(() => Promise.all(databases.map((database) => database.end())));

  const play = (database: Database) => async (history: History) => {
    const connectionId = `c${played}`;
    played += 1;
    const clock = aClock('2026-03-02T09:00:00Z');
    await playHistory(
      await openWorld({ database, connectionId, history, clock }, inProcess(database, connectionId, history, clock)),
    );
    if (played % 250 === 0) {
      const seconds = (performance.now() - started) / 1000;
      process.stdout.write(`  ${played} histories in ${seconds.toFixed(0)} s\n`);
    }
  };

  it(`ends ${runs} times with status, projection, ledger and company file in agreement, and no record twice`, {
    timeout: 900_000,
  }, async () => {
    await Promise.all(
      databases.map((database, lane) =>
        fc.assert(fc.asyncProperty(histories, play(database)), { seed: SEED + lane, numRuns: runs / LANES }),
      ),
    );
  });
}
