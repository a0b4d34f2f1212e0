import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { lifecyclePage } from '../domain/lifecycle-page.js';

await writeFile(fileURLToPath(new URL('../docs/lifecycle.md', import.meta.url)), lifecyclePage());
