import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRecord } from '../../../launcher/embedded/process-record.js';
import { serveParent } from '../child.js';
import { ask, openForm, signIn } from '../http.js';

/** What is watched: a gateway, and somebody whose password is right. */
export type Watched = { url: string; dataDir: string; who: { name: string; password: string } };

/** What was seen of it, from 127.0.0.1. */
export type Seen = {
  /** How long each answer of /healthz took; one that did not come counts as the time that was waited for it. */
  healthzMs: number[];
  unanswered: number;
  signInMs: number[];
  refusedSignIns: number;
  /** The highest that the gateway's resident memory had been at each look, in MB. */
  memoryMb: number[];
  /** Gateway and worker with their process ids: more than two when one ended and was started again. */
  programs: string[];
};

const FROM = '127.0.0.1';
const HEALTHZ_EVERY_MS = 50;
const SIGN_IN_EVERY_MS = 2_000;

/** By the clock, whether the former has been answered or not: a gateway that stands still is seen by every request meanwhile. */
async function everyMs(ms: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  const running = new Set<Promise<void>>();
  while (!signal.aborted) {
    const one = work().finally(() => running.delete(one));
    running.add(one);
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(running);
}

async function timed(work: () => Promise<boolean>): Promise<{ ms: number; isGood: boolean }> {
  const began = performance.now();
  const isGood = await work().catch(() => false);
  return { ms: performance.now() - began, isGood };
}

/** VmHWM is the highest that VmRSS has been: nothing is missed between two looks. None of a process that has ended. */
function memoryOf(pid: number): number[] {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? [] : [Number(kilobytes) / 1_024];
  } catch {
    return [];
  }
}

serveParent(async ({ url, dataDir, who }: Watched, signal): Promise<Seen> => {
  const seen: Seen = { healthzMs: [], unanswered: 0, signInMs: [], refusedSignIns: 0, memoryMb: [], programs: [] };
  const healthz = async (): Promise<void> => {
    const { ms, isGood } = await timed(async () => (await ask(`${url}/healthz`, { from: FROM })).status === 200);
    seen.healthzMs.push(ms);
    if (!isGood) seen.unanswered += 1;
  };
  const signsIn = async (): Promise<void> => {
    const attempt = async (): Promise<boolean> =>
      (await signIn(url, FROM, await openForm(url, FROM), who)).status === 303;
    const { ms, isGood } = await timed(attempt);
    seen.signInMs.push(ms);
    if (!isGood) seen.refusedSignIns += 1;
  };
  const looks = async (): Promise<void> => {
    seen.memoryMb.push(...memoryOf(readRecord(dataDir, 'gateway')?.pid ?? 0));
    const now = ['gateway', 'worker'].map((name) => `${name} ${readRecord(dataDir, name)?.pid}`);
    seen.programs.push(...now.filter((program) => !seen.programs.includes(program)));
  };
  await Promise.all([
    everyMs(HEALTHZ_EVERY_MS, signal, healthz),
    everyMs(SIGN_IN_EVERY_MS, signal, signsIn),
    everyMs(100, signal, looks),
  ]);
  return seen;
});
