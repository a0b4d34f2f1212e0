import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Playwright adds a fresh user folder of its own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const findProgram = (): string | undefined => PROGRAMS.find((file) => existsSync(file));

/** The Chromium of this machine; Debian's is installed when there is none and we may. */
function chromiumProgram(): string {
  const found = findProgram();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const apt = (...args: string[]) => execFileSync('apt-get', args, { stdio: 'ignore', timeout: 600_000 });
    try {
      apt('install', '-y', '--no-install-recommends', 'chromium');
    } catch {
      apt('update');
      apt('install', '-y', '--no-install-recommends', 'chromium');
    }
  }
  const installed = findProgram();
  if (installed !== undefined) return installed;
  throw new Error(
    `found no Chromium at ${PROGRAMS.join(', ')}; install it, on Debian with: apt-get install -y chromium`,
  );
}

/** Starts a headless Chromium; the caller closes it. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumProgram(), headless: true, args: FLAGS });
