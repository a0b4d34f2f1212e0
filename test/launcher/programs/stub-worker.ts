// Stands in for the worker in tests of `npm start`.
import { loadConfig } from '../../../config/config.js';

loadConfig();
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', () => clearInterval(alive));
