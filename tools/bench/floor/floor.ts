import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type Floor = {
  taskQueue: string;
  /** How many lifecycles have applied an event. */
  countApplied: (seq: number) => Promise<number>;
  stop: () => Promise<void>;
};

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts the worker of the bare workflow. */
export async function startFloor(temporalAddress: string): Promise<Floor> {
  const taskQueue = 'bench-floor';
  const child = fork(MAIN, [temporalAddress, taskQueue], { execArgv: ['--import', 'tsx'], stdio: 'inherit' });
  const ended = once(child, 'exit');
  const started = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  if (started === undefined) throw new Error('the worker of the bare workflow ended; see above why');
  return {
    taskQueue,
    async countApplied(seq) {
      child.send(seq);
      const [count] = (await once(child, 'message')) as [number];
      return count;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
