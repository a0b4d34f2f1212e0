import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOfStarts } from './starts.js';

const place = placeOfStarts();

/** What the gateway was told. */
async function gatewayConfig(): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${place.port}/readyz`);
  return (await answer.json()) as Record<string, unknown>;
}

/** More of these are in `start.long.test.ts`. */
describe('npm start', { timeout: 120_000 }, () => {
  it('starts all, tells the token once, and ends with nothing left', async () => {
    const first = place.start();
    await first.ready();
    const told = await gatewayConfig();
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await place.expectNothingLeft();

    const second = place.start();
    await second.ready();
    const toldAgain = await gatewayConfig();
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    await place.expectNothingLeft();

    expect(first.output()).toContain(String(told.apiToken));
    expect(second.output()).not.toContain(String(told.apiToken));
    expect(toldAgain).toEqual({ ...told, pid: toldAgain.pid });
  });

  it('works at once after a kill -9 of all', async () => {
    const first = place.start();
    await first.ready();
    first.child.kill('SIGKILL');
    for (const identity of Object.values(place.recorded())) if (identity) process.kill(identity.pid, 'SIGKILL');
    await first.ended;

    const second = place.start();
    await second.ready();
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await place.expectNothingLeft();
  });
});

describe('npm start says in one line', { timeout: 120_000 }, () => {
  it('that the port is in use', async () => {
    const server = createServer().listen(place.port, '127.0.0.1');
    const said = await place.complaint({});
    server.close();

    expect(said).toBe(
      `npm start: port ${place.port} of 127.0.0.1 is in use or not ours to use; stop what uses it, or set PORT to another\n`,
    );
  });

  it('that DATA_DIR is a file', async () => {
    const file = path.join(place.dataDir, 'file');
    writeFileSync(file, '');

    expect(await place.complaint({ DATA_DIR: file })).toMatch(/^npm start: .*file is no folder; .*set DATA_DIR.*\n$/);
  });

  it('what is wrong with the configuration', async () => {
    expect(await place.complaint({ LOG_LEVEL: 'loud' })).toMatch(
      /^npm start: the configuration is wrong in 1 place.*\n.*LOG_LEVEL: found "loud"/,
    );
  });
});
