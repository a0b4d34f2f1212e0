import { register } from 'node:module';

register('./without-recovery.mjs', import.meta.url);
await import('../../../../tools/chaos/programs/gateway.js');
