import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { companyFileExists } from '../company-file/journal.js';
import { UsageError } from './usage-error.js';

/** Refuses a path at which no company file can be: only a session makes a new one, so that a slip makes none. */
export function checkCompanyPath(path: string, isSession: boolean): void {
  if (isFolder(path)) throw new UsageError(`--company ${path} is a folder: name a file in it`);
  if (!isFolder(dirname(path))) throw new UsageError(`--company ${path}: there is no folder ${dirname(path)}`);
  if (isSession || companyFileExists(path)) return;
  throw new UsageError(`--company ${path}: there is no such company file; a session makes a new one`);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
