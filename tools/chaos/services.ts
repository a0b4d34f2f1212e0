import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, loadConfig } from '../../config/config.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { readRecord } from '../../launcher/embedded/process-record.js';
import { startEmbedded } from '../../launcher/embedded/start-embedded.js';
import { localUrl, type ProgramName, startProgram } from '../../launcher/start/programs.js';
import type { Target } from './faults.js';
import { killAtOnce } from './kill.js';

export const TOKEN = 'chaos-token-that-nobody-can-guess-at-all';
const WEBHOOK_SECRET = 'chaos-webhook-secret';

/** What is started again whenever it has died. */
const SERVICES = ['postgres', 'temporal', 'gateway', 'worker'] as const;
export type Service = Exclude<Target, 'simulator'>;

/** The programs with named places in them. */
export const INSTRUMENTED: Readonly<Record<ProgramName, string>> = {
  gateway: 'tools/chaos/programs/gateway.ts',
  worker: 'tools/chaos/programs/worker.ts',
};

/** The product on real files, in processes of its own that die and are started again. */
export type Services = {
  dataDir: string;
  /** The gateway itself. */
  url: string;
  databaseUrl: string;
  temporalAddress: string;
  /** Until it is let go, a service that dies stays away. */
  hold(service: Service): void;
  letGo(): void;
  /** The process of a service, to see when it is another one. */
  pidOf(service: Service): number | undefined;
  /** Resolves when all processes run and the gateway answers. */
  whenUp(patienceMs: number): Promise<void>;
  stop(): Promise<void>;
};

type Running = { ended: Promise<string>; stop(): Promise<void> };

export async function startServices(
  dataDir: string,
  programs: Readonly<Record<ProgramName, string>>,
  /** Where the PSA takes webhooks, if it does. */
  webhookUrl: string | undefined,
  /** How long a service stays away before it is started again. */
  restartAfterMs: () => number,
): Promise<Services> {
  const config: Config = loadConfig({
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    API_TOKEN: TOKEN,
    LOG_LEVEL: 'warn',
    ...(webhookUrl === undefined ? {} : { PSA_WEBHOOK_URL: webhookUrl, PSA_WEBHOOK_SECRET: WEBHOOK_SECRET }),
  });
  const embedded = await startEmbedded({ dataDir: config.dataDir });
  const { databaseUrl, temporalAddress, temporalUiUrl } = embedded;
  const program = (name: ProgramName) => async (): Promise<Running> =>
    startProgram(name, {
      config,
      file: programs[name],
      databaseUrl,
      temporalAddress,
      temporalUiUrl,
      apiToken: TOKEN,
      output: 'log',
    });
  const starts: Readonly<Record<Service, () => Promise<Running>>> = {
    postgres: () => embedded.restart('postgres'),
    temporal: () => embedded.restart('temporal'),
    gateway: program('gateway'),
    worker: program('worker'),
  };
  const held = new Set<Service>();
  const running = new Map<Service, Running>();
  const { postgres, temporal } = embedded.started;
  if (postgres) running.set('postgres', postgres);
  if (temporal) running.set('temporal', temporal);
  let isStopping = false;

  /** One service, again and again. */
  const keep = async (service: Service): Promise<void> => {
    while (!isStopping) {
      const current = running.get(service);
      if (current !== undefined) {
        await current.ended;
        running.delete(service);
        await sleep(restartAfterMs());
      }
      while (held.has(service) && !isStopping) await sleep(20);
      if (isStopping) return;
      const again = await starts[service]().catch(() => sleep(200));
      if (again === undefined) continue;
      running.set(service, again);
      // The order to stop came while it was starting.
      if (isStopping) await again.stop();
    }
  };
  const kept = SERVICES.map((service) => keep(service));

  const url = localUrl(config);
  return {
    dataDir: config.dataDir,
    url,
    databaseUrl,
    temporalAddress,
    hold: (service) => held.add(service),
    letGo: () => held.clear(),
    pidOf: (service) => readRecord(config.dataDir, service)?.pid,
    async whenUp(patienceMs) {
      const until = Date.now() + patienceMs;
      while (running.size < SERVICES.length || !(await isAnswering(url))) {
        if (Date.now() > until) throw new Error(`not up again after ${patienceMs / 1_000} s; see ${logsOf(config)}`);
        await sleep(60);
      }
    },
    async stop() {
      isStopping = true;
      killAtOnce(config.dataDir, ['gateway', 'worker']);
      await embedded.stop();
      await Promise.all(kept);
    },
  };
}

const logsOf = (config: Config): string => path.join(config.dataDir, 'logs');

async function isAnswering(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
