import { runChaosCommand } from './chaos/run-chaos.js';

await runChaosCommand(process.argv.slice(2));
