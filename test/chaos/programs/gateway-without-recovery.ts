import { register } from 'node:module';

register('./without-recovery.mjs', import.meta.url);
await import('../../../scripts/chaos/programs/gateway.js');
