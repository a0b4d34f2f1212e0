import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { BASE } from './access/cookies.js';

const own = (name: string): string => fileURLToPath(new URL(`./assets/${name}`, import.meta.url));
const { resolve } = createRequire(import.meta.url);

const JS = 'text/javascript; charset=utf-8';
const FILES = {
  'console.css': { file: own('console.css'), type: 'text/css; charset=utf-8' },
  'console.js': { file: own('console.js'), type: JS },
  'htmx.js': { file: resolve('htmx.org/dist/htmx.min.js'), type: JS },
} as const;

type AssetName = keyof typeof FILES;

const ASSETS = new Map(
  Object.entries(FILES).map(([name, { file, type }]) => {
    const content = readFileSync(file);
    const version = createHash('sha256').update(content).digest('base64url').slice(0, 12);
    return [name, { content, type, version }];
  }),
);

/** The address of a file, with its version: it may be kept for ever. */
export const assetUrl = (name: AssetName): string => `${BASE}/assets/${ASSETS.get(name)?.version}/${name}`;

/** Style and scripts, for everybody: the sign-in page needs them too. */
export function addAssets(app: FastifyInstance): void {
  app.get<{ Params: { version: string; name: string } }>('/assets/:version/:name', (request, reply) => {
    const asset = ASSETS.get(request.params.name);
    if (asset === undefined) return reply.callNotFound();
    const keep = asset.version === request.params.version ? 'public, max-age=31536000, immutable' : 'no-cache';
    return reply.type(asset.type).header('cache-control', keep).send(asset.content);
  });
}
