import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when a program answers 200; fails, with the end of its log, when it ends before, or takes too long. */
export async function whenAnswering(url: string, program: { hasEnded: () => boolean }, logFile: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    if (program.hasEnded() || Date.now() >= until) {
      throw new Error(`${url} does not answer: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    }
    await sleep(50);
  }
}
