export { changeDelivery } from './change-delivery.js';
export { qbwcSession } from './qbwc-session.js';
export { transferLifecycle } from './transfer-lifecycle.js';
