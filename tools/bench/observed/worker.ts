import { observe } from './observe.js';

observe('worker');
await import('../../../worker/main.js');
