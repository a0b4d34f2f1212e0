import { fileURLToPath } from 'node:url';

/** Whether this is the built product in dist/, not its sources. */
const IS_BUILT = import.meta.url.endsWith('.js');

/** The project's folder. */
export const ROOT = fileURLToPath(new URL(IS_BUILT ? '../../' : '../', import.meta.url));

/** A program of ours, from the project's folder: as it is built, or where we run from sources, its source. */
export const programFile = (name: string): string => (IS_BUILT ? `dist/${name}.js` : `${name}.ts`);

/** How Node runs a program of ours. */
export const nodeArgs = (file: string): string[] => (file.endsWith('.ts') ? ['--import', 'tsx', file] : [file]);
