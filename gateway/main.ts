import { Client, Connection } from '@temporalio/client';
import { apiToken, tokenWarning } from '../config/api-token.js';
import { loadConfig } from '../config/config.js';
import { createLogger } from '../config/logger.js';
import { outliveReaders } from '../config/output.js';
import { AppError } from '../domain/errors.js';
import { openDatabase } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { POOL_SIZES } from '../store/pool-sizes.js';
import { TASK_QUEUE } from '../workflows/messages.js';
import { buildApp } from './app.js';
import { FIRST_ADMIN, makeFirstAdmin } from './console/access/first-admin.js';
import { createSignals } from './signals.js';
import { isWorkerPolling } from './worker-polling.js';

/** The gateway process: reads the configuration, brings the schema up to date, listens, and ends cleanly on SIGTERM. */
async function main(): Promise<void> {
  outliveReaders();
  const config = loadConfig();
  if (config.databaseUrl === undefined)
    throw new AppError('invalid', 'DATABASE_URL is not set; `npm start` sets it for an embedded PostgreSQL');
  const log = createLogger(config.logLevel, 'gateway');
  await migrate(config.databaseUrl, { say: (line) => log.info(line) });
  const database = openDatabase(config.databaseUrl, {
    max: POOL_SIZES.gateway,
    onError: (error) => log.warn({ err: error }, 'a database connection died'),
  });
  const password = await makeFirstAdmin(database, new Date().toISOString());
  if (password !== undefined) {
    process.stdout.write(
      `console: sign in as "${FIRST_ADMIN}" with the password ${password} (made now; not shown again)\n`,
    );
  }
  const { token } = apiToken(config);
  const warning = tokenWarning(token);
  if (warning !== undefined) log.warn(warning);
  const connection = Connection.lazy({ address: config.temporalAddress ?? 'localhost:7233' });
  const client = new Client({ connection, namespace: config.temporalNamespace });
  const app = await buildApp(
    {
      database,
      signals: createSignals({ client, consoleUrl: `${config.publicUrl}/console` }, log),
      now: () => new Date().toISOString(),
      publicUrl: config.publicUrl,
      apiToken: token,
      trustedProxies: config.trustedProxies,
      applyTimeoutMs: 10_000,
      temporalUi:
        config.temporalUiUrl === undefined
          ? undefined
          : { url: config.temporalUiUrl, namespace: config.temporalNamespace },
      isWorkerPolling: () =>
        isWorkerPolling({ connection, database, namespace: config.temporalNamespace, taskQueue: TASK_QUEUE }),
    },
    log,
  );
  const stop = async (signal: string): Promise<void> => {
    log.info(`${signal}: closing`);
    await app.close();
    await connection.close();
    await database.end();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));
  await app.listen({ port: config.port, host: config.host });
}

main().catch((error: unknown) => {
  process.stderr.write(`gateway: ${AppError.from(error).message}\n`);
  // What is open already must not keep a program alive that could not start: whoever watches over it starts it again.
  process.exit(1);
});
