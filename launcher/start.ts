import { runStart } from './start/run-start.js';

await runStart();
