import pg from 'pg';
import { wrap } from '../../../../tools/chaos/instrument.js';

/** A client that is lost while it works ends the process: as if nobody listened to its errors. */
wrap(pg.Client.prototype, 'emit', (former, _client, args) => {
  const [event, error] = args;
  if (event !== 'error' || !(error instanceof Error)) return former(...args);
  setImmediate(() => {
    throw new Error(`Connection terminated: ${error.message}`);
  });
  return former(...args);
});
await import('../../../../tools/chaos/programs/gateway.js');
