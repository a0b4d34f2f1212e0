import { observe } from './observe.js';

observe('gateway');
await import('../../../gateway/main.js');
