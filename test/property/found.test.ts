import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Database, openDatabase } from '../../store/database.js';
import { testDatabase } from '../helpers/services.js';
import { FOUND } from './found-histories.js';
import { playHistory } from './play-history.js';
import { aClock, inProcess, openWorld } from './world.js';

describe('a history that once went wrong', () => {
  let database: Database;

  beforeAll(async () => {
    database = openDatabase((await testDatabase()).databaseUrl, { max: 2 });
  });
  afterAll(() => database.end());

  it.each(Object.entries(FOUND))('%s', async (connectionId, history) => {
    const clock = aClock('2026-03-02T09:00:00Z');
    const place = { database, connectionId, history, clock };
    await playHistory(await openWorld(place, inProcess(database, connectionId, history, clock)));
  });
});
