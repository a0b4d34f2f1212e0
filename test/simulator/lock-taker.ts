// A process of its own for file-lock.test.ts: it takes the lock of a file, says what came of it, and lives on.
import { FileLock } from '../../simulator/company-file/file-lock.js';

try {
  FileLock.take(process.argv[2] ?? '');
  console.log('taken');
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error));
}
process.stdin.resume();
