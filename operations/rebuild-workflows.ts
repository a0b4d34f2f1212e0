import { runRebuild } from './disaster/run-rebuild.js';

await runRebuild(process.argv.slice(2));
