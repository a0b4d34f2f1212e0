import path from 'node:path';
import { webConnectorProblem } from '../../config/rules.js';
import type { Services } from './start-services.js';

/** What people need to know when all runs: where everything is; the token only when it was just made. */
export function banner(services: Services): string {
  const { config, apiToken, embeddedPorts, temporalUiUrl } = services;
  const here = (file: string) => path.relative(process.cwd(), file) || file;
  const token = apiToken.made
    ? `${apiToken.token} (made now and kept in ${here(apiToken.file)}; not shown again)`
    : config.apiToken === undefined
      ? `kept in ${here(apiToken.file)}`
      : 'as set in API_TOKEN';
  const rows: [string, string | undefined][] = [
    ['console', `${config.publicUrl}/`],
    ['REST API', `${config.publicUrl}/api/docs`],
    ['Web Connector', `${config.publicUrl}/qbwc`],
    ['API token', token],
    ['Temporal UI', temporalUiUrl],
    ['Temporal', embeddedPorts.temporal && `127.0.0.1:${embeddedPorts.temporal} (embedded)`],
    ['PostgreSQL', embeddedPorts.postgres && `127.0.0.1:${embeddedPorts.postgres} (embedded)`],
    ['data', embeddedPorts.postgres || embeddedPorts.temporal ? here(config.dataDir) : undefined],
    ['note', webConnectorProblem(config.publicUrl)],
  ].map(([name, value]) => [String(name), value === undefined ? undefined : String(value)]);
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(14)} ${value}`]));
  return ['All runs; Ctrl-C ends it.', ...lines].join('\n');
}
