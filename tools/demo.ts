import { runDemo } from './demo/run-demo.js';

await runDemo(process.argv.slice(2));
