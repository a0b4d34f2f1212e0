import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Something to be done again and again: what it is called in the log, and how often, in milliseconds. */
export type Repeated = { name: string; log: Pick<Logger, 'warn' | 'info'>; everyMs: number };

/** Does `work` until `signal` aborts; a failure is told once and the work goes on. */
export async function repeat(
  { name, log, everyMs }: Repeated,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let wasWell = true;
  while (!signal.aborted) {
    try {
      await work();
      if (!wasWell) log.info(`${name} works again`);
      wasWell = true;
    } catch (error) {
      if (wasWell) log.warn({ err: error }, `${name} cannot work; it goes on trying`);
      wasWell = false;
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
