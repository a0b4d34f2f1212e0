import { spawn } from 'node:child_process';

/** @param {number} since */
function elapsed(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs a long command behind one line that moves: the time passed and the latest line it printed. Without a terminal
 * such a line is printed every ten seconds. Resolves to the exit code and the last lines printed. A command that gives
 * no sign of life in time is killed.
 *
 * @typedef {{ withinMs: number, sign: () => boolean, otherwise: string }} FirstSign
 * @param {{
 *   label: string, command: string, args: string[], cwd?: string, env: NodeJS.ProcessEnv, firstSign?: FirstSign,
 * }} job
 * @returns {Promise<{ code: number, tail: string }>}
 */
export function runWithProgress({ label, command, args, cwd, env, firstSign }) {
  const started = Date.now();
  const tty = process.stderr.isTTY === true;
  /** @type {string[]} */
  const lines = [];
  let shownAt = started;

  const show = () => {
    if (!tty && Date.now() - shownAt < 10_000) return;
    shownAt = Date.now();
    const text = `${label} (${elapsed(started)}): ${lines.at(-1) ?? 'started'}`;
    if (tty) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    else process.stderr.write(`${text}\n`);
  };

  process.stderr.write(`${label} …${tty ? '' : '\n'}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let isAwaited = firstSign !== undefined;
    const watch = () => {
      if (!isAwaited || firstSign === undefined) return;
      if (firstSign.sign()) isAwaited = false;
      else if (Date.now() - started > firstSign.withinMs) {
        isAwaited = false;
        lines.push(firstSign.otherwise);
        child.kill('SIGKILL');
      }
    };
    const timer = setInterval(() => {
      watch();
      show();
    }, 500);
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      lines.push(
        ...chunk
          .toString('utf8')
          .split(/[\r\n]+/)
          .filter((line) => line.trim() !== ''),
      );
      lines.splice(0, Math.max(0, lines.length - 30));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    /** @param {number} code */
    const end = (code) => {
      clearInterval(timer);
      const outcome = code === 0 ? 'done' : 'FAILED';
      process.stderr.write(`${tty ? '\r\x1b[K' : ''}${label}: ${outcome} after ${elapsed(started)}\n`);
      resolve({ code, tail: lines.join('\n') });
    };
    child.on('error', (error) => {
      lines.push(error.message);
      end(127);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}
