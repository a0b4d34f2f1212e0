import { Client } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { loadConfig } from '../config/config.js';
import { createLogger } from '../config/logger.js';
import { outliveReaders } from '../config/output.js';
import { AppError } from '../domain/errors.js';
import { createWebhook } from '../psa/webhook.js';
import { openDatabase } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { POOL_SIZES } from '../store/pool-sizes.js';
import { TASK_QUEUE } from '../workflows/messages.js';
import { createWorker } from './create-worker.js';
import { runHeartbeat } from './heartbeat.js';
import { runMassCommands } from './mass-commands.js';
import { runRelay } from './relay.js';
import { bootstrapTemporal } from './temporal-bootstrap.js';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** What Temporal's SDK and webpack say goes where our log goes, from its level on. */
function sdkLogger(log: Logger): DefaultLogger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => log[LEVELS[level]]({ ...meta }, message));
}

function installRuntime(logger: DefaultLogger): void {
  Runtime.install({
    logger,
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
  });
}

/** Fails in one line when no Temporal server answers. */
function connectToTemporal(address: string): Promise<NativeConnection> {
  return NativeConnection.connect({ address }).catch((cause: unknown) => {
    const message = `Temporal does not answer at ${address}. Check TEMPORAL_ADDRESS and the server.`;
    throw new AppError('unavailable', message, { cause });
  });
}

/** The worker process: workflows, activities and the relay. Ends cleanly on SIGTERM. */
async function main(): Promise<void> {
  outliveReaders();
  const config = loadConfig();
  if (config.databaseUrl === undefined)
    throw new AppError('invalid', 'DATABASE_URL is not set; `npm start` sets it for an embedded PostgreSQL');
  const log = createLogger(config.logLevel, 'worker');
  const logger = sdkLogger(log);
  installRuntime(logger);
  const { temporalNamespace: namespace } = config;
  const connection = await connectToTemporal(config.temporalAddress ?? 'localhost:7233');
  await bootstrapTemporal(connection, { namespace });
  await migrate(config.databaseUrl, { say: (line) => log.info(line) });
  const database = openDatabase(config.databaseUrl, {
    max: POOL_SIZES.worker,
    onError: (error) => log.warn({ err: error }, 'a database connection died'),
  });
  const signals = { client: new Client({ connection, namespace }), consoleUrl: `${config.publicUrl}/console` };
  const now = (): string => new Date().toISOString();
  const psa = config.webhook === undefined ? undefined : createWebhook({ ...config.webhook, now });
  const worker = await createWorker({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    logger,
    activities: { database, signals, psa, now, log },
  });
  log.info('the worker polls');
  const running = worker.run();
  const beside = new AbortController();
  const everyMs = 2_000;
  const loops = Promise.all([
    runRelay({ database, signals, log, delivers: psa !== undefined, now, everyMs, staleAfterMs: 5_000 }, beside.signal),
    runMassCommands({ database, log, now, everyMs, leftForMs: 5_000 }, beside.signal),
    runHeartbeat({ database, taskQueue: TASK_QUEUE, worker, log, everyMs }, beside.signal),
  ]);
  try {
    await running;
  } finally {
    beside.abort();
    await loops;
    await database.end();
    await connection.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${AppError.from(error).message}\n`);
  // What is open already must not keep a program alive that could not start: whoever watches over it starts it again.
  process.exit(1);
});
