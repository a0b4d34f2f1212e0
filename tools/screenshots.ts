import { takeScreenshots } from './screenshots/take.js';

await takeScreenshots();
