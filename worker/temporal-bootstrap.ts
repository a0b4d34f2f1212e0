import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, isGrpcServiceError, type WorkflowService } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.js';

/** How long closed workflows stay visible; a development server begins with one day. */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** temporal.api.enums.v1.IndexedValueType */
const INDEXED_VALUE_TYPE = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;

/** google.rpc.Code */
const GRPC = { invalidArgument: 3, notFound: 5, alreadyExists: 6 } as const;

/** The parts of a client's or a worker's connection that are needed here. */
export type BootstrapConnection = Pick<Connection, 'operatorService' | 'withDeadline'> & {
  workflowService: Pick<
    WorkflowService,
    'describeNamespace' | 'registerNamespace' | 'updateNamespace' | 'countWorkflowExecutions'
  >;
};

export type BootstrapOptions = {
  namespace: string;
  /** How long to go on trying while the server warms up. */
  timeoutMs?: number;
  /** Called once with the first failure that is tried again. */
  onRetry?: (error: unknown) => void;
};

function hasCode(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && Number(error.code) === code;
}

/** Runs `action`; an answer "exists already" is as good as success, since another process did the same. */
async function unlessThere(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!hasCode(error, GRPC.alreadyExists)) throw error;
  }
}

async function ensureRetention({ workflowService }: BootstrapConnection, namespace: string): Promise<void> {
  const workflowExecutionRetentionTtl = msToTs(RETENTION_MS);
  const found = await workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
    if (hasCode(error, GRPC.notFound)) return undefined;
    throw error;
  });
  if (found === undefined) {
    const workflowExecutionRetentionPeriod = workflowExecutionRetentionTtl;
    return unlessThere(() => workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod }));
  }
  const ttl = found.config?.workflowExecutionRetentionTtl;
  if (ttl && tsToMs(ttl) >= RETENTION_MS) return;
  await workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
}

/** Registers what is missing; an attribute of another type is a mistake that only people can correct. */
async function ensureSearchAttributes({ operatorService }: BootstrapConnection, namespace: string): Promise<boolean> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing: Record<string, number> = {};
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) {
    const found = customAttributes[name];
    if (found === undefined) missing[name] = INDEXED_VALUE_TYPE[type];
    else if (found !== INDEXED_VALUE_TYPE[type]) {
      throw new TypeError(
        `search attribute ${name} of namespace ${namespace} has type ${found}, expected ${INDEXED_VALUE_TYPE[type]} ` +
          `(${type}); remove it (temporal operator search-attribute remove --name ${name}) and start again`,
      );
    }
  }
  if (Object.keys(missing).length === 0) return false;
  await unlessThere(() => operatorService.addSearchAttributes({ namespace, searchAttributes: missing }));
  return true;
}

/** Fails until the server takes the attributes in a query, which is some moments after it has stored them. */
async function checkSearchable({ workflowService }: BootstrapConnection, namespace: string): Promise<void> {
  const query = Object.keys(SEARCH_ATTRIBUTES)
    .map((name) => `${name} IS NOT NULL`)
    .join(' AND ');
  await workflowService.countWorkflowExecutions({ namespace, query });
}

/**
 * Makes a Temporal server ready for our workflows: namespace, retention of 30 days, search attributes. Idempotent, safe
 * when several processes do it at once; called at every start, because a server that is there may lack any of it.
 */
export async function bootstrapTemporal(connection: BootstrapConnection, options: BootstrapOptions): Promise<void> {
  const { namespace, timeoutMs = 60_000, onRetry } = options;
  const until = Date.now() + timeoutMs;
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.withDeadline(Math.min(until, Date.now() + 10_000), async () => {
        await ensureRetention(connection, namespace);
        await ensureSearchAttributes(connection, namespace);
        await checkSearchable(connection, namespace);
      });
      return;
    } catch (error) {
      if (error instanceof TypeError || Date.now() >= until) throw error;
      if (attempt === 1) onRetry?.(error);
      await sleep(Math.min(100 * attempt, 1_000));
    }
  }
}
