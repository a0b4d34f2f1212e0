import { runAdopt } from './disaster/run-adopt.js';

await runAdopt(process.argv.slice(2));
