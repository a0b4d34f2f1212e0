// `npm start` with stand-ins for gateway and worker.
import { runStart } from '../../../scripts/start/run-start.js';

await runStart({
  gateway: 'test/scripts/programs/stub-gateway.ts',
  worker: 'test/scripts/programs/stub-worker.ts',
});
