// `npm start` with stand-ins for gateway and worker; SIGUSR2 makes it fail as by a mistake of ours.
import { runStart } from '../../../launcher/start/run-start.js';

process.on('SIGUSR2', () => {
  throw new Error('a mistake of ours');
});
await runStart({
  gateway: 'test/launcher/programs/stub-gateway.ts',
  worker: 'test/launcher/programs/stub-worker.ts',
});
