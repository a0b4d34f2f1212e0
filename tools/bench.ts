import { runBench } from './bench/run-bench.js';

await runBench(process.argv.slice(2));
