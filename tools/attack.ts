import { runAttackCommand } from './attack/run-attack.js';

await runAttackCommand(process.argv.slice(2));
