// `npm start` with stand-ins for gateway and worker; SIGUSR2 makes it fail as by a mistake of ours.
import { runStart } from '../../../scripts/start/run-start.js';

process.on('SIGUSR2', () => {
  throw new Error('a mistake of ours');
});
await runStart({
  gateway: 'test/scripts/programs/stub-gateway.ts',
  worker: 'test/scripts/programs/stub-worker.ts',
});
