// Gets the temporal program that Temporal's SDK would, into a folder: its ephemeral server is started once, for its
// download.
//   node launcher/setup/download-temporal.mjs FOLDER
import { mkdirSync } from 'node:fs';

const [downloadDir] = process.argv.slice(2);
try {
  mkdirSync(downloadDir, { recursive: true });
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir, ttl: '3650 days' } },
  });
  await environment.teardown();
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
