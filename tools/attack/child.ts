import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process beside us that works until it is told to stop, then reports. */
export type Child<Report> = { stop: () => Promise<Report>; kill: () => void };

/** Starts one of `programs/`, and waits until it works: what is measured must not wait for what we do ourselves. */
export async function startChild<Order extends object, Report>(name: string, order: Order): Promise<Child<Report>> {
  const file = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const child = fork(file, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const next = async (): Promise<unknown> => {
    const [word] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [])]);
    if (word === undefined) throw new Error(`the ${name} ended before they had reported`);
    return word;
  };
  child.send(order);
  await next();
  return {
    stop: async () => {
      child.send('stop');
      return (await next()) as Report;
    },
    kill: () => child.kill('SIGKILL'),
  };
}

/** The other side: does the work that was ordered, reports, and ends; also when the one who ordered it has ended. */
export function serveParent<Order, Report>(work: (order: Order, signal: AbortSignal) => Promise<Report>): void {
  const stopping = new AbortController();
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message) => {
    if (message === 'stop') return stopping.abort();
    void work(message as Order, stopping.signal).then((report) => process.send?.(report, () => process.exit(0)));
    process.send?.('begun');
  });
}
