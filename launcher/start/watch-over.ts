import { setTimeout as sleep } from 'node:timers/promises';

/** Something that runs until it ends or is stopped. */
export type Running = { ended: Promise<string>; stop(): Promise<void> };

export type Watch = {
  name: string;
  running: Running;
  again: () => Promise<Running>;
  log: (line: string) => void;
  /** The first wait; it doubles with each end that follows soon, up to half a minute. */
  backOffMs?: number;
};

const LONGEST_BACK_OFF_MS = 30_000;
/** What ran this long has started well: the next end begins with the first wait again. */
const GOOD_RUN_MS = 60_000;

/** Starts a thing again whenever it ends; resolves `stop` when it has ended for good. */
export function watchOver({ name, running, again, log, backOffMs = 500 }: Watch): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let current: Running | undefined = running;

  const waitFor = (ms: number) => sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  const loop = async () => {
    let wait = backOffMs;
    let startedAt = Date.now();
    while (!stopping.signal.aborted) {
      let how = 'it did not start';
      if (current !== undefined) how = await current.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - startedAt > GOOD_RUN_MS) wait = backOffMs;
      log(`${name} has ended (${how}); starting it again in ${wait / 1000} s`);
      await waitFor(wait);
      if (stopping.signal.aborted) return;
      wait = Math.min(wait * 2, LONGEST_BACK_OFF_MS);
      startedAt = Date.now();
      try {
        current = await again();
      } catch (error) {
        current = undefined;
        log(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  const ended = loop();

  return {
    async stop() {
      stopping.abort();
      await current?.stop();
      await ended;
      // It may have been starting while we asked it to stop.
      await current?.stop();
    },
  };
}
