import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../config/config.js';
import { VARIABLES } from '../../config/env.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { POOL_SIZES } from '../../store/pool-sizes.js';
import { ROOT } from '../helpers/source-files.js';

const serviceSchema = z.object({
  image: z.string(),
  restart: z.string(),
  environment: z.record(z.string(), z.string()),
  command: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  configs: z.record(z.string(), z.object({ content: z.string() })),
  volumes: z.record(z.string(), z.unknown()),
});

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const { services, configs, volumes } = composeSchema.parse(parse(read('docker-compose.yml'), { merge: true }));
const named = (name: string) => serviceSchema.parse(services[name]);
const seconds = (text = '0s') => Number.parseInt(text, 10) * (text.endsWith('m') ? 60 : 1);

/** As compose does with variables that are set in no environment, except those that it demands. */
function filled(environment: Readonly<Record<string, string>>): Record<string, string> {
  const fill = (text: string) =>
    text.replace(/\$\{\w+:-([^}]*)\}/g, '$1').replace(/\$\{\w+:\?[^}]*\}/g, 'a'.repeat(24));
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, fill(text)]));
}

describe('docker-compose.yml', () => {
  it('pins every image', () => {
    const loose = Object.entries(services).filter(
      ([, { image }]) => image !== 'psa-quickbooks-transfer' && !/:\d+(?:\.\d+)*$/.test(image),
    );

    expect(loose.map(([name]) => name)).toEqual([]);
  });

  it.each(['gateway', 'worker'])('gives the %s a configuration that it accepts', (name) => {
    const environment = filled(named(name).environment);
    const unknown = Object.keys(environment).filter(
      (variable) => variable !== 'NODE_OPTIONS' && !(VARIABLES as readonly string[]).includes(variable),
    );
    const config = loadConfig(environment);

    expect(unknown).toEqual([]);
    expect(config.databaseUrl).toMatch(/@postgres:5432\/transfers$/);
    expect(config.temporalAddress).toBe('temporal:7233');
    expect(config.apiToken).toBeDefined();
  });

  it.each(['gateway', 'worker'])('tells the %s where it publishes the Temporal UI', (name) => {
    const url = new URL(loadConfig(filled(named(name).environment)).temporalUiUrl ?? '');

    expect(named('temporal-ui').ports).toEqual([expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1:${url.port}:`))]);
    expect(url.hostname).toBe('localhost');
  });

  it('uses the database, user and password that it makes', () => {
    const postgres = filled(named('postgres').environment);
    const temporal = filled(named('temporal').environment);
    const url = new URL(filled(named('gateway').environment).DATABASE_URL ?? '');

    expect(url.pathname).toBe(`/${postgres.POSTGRES_DB}`);
    expect(url.username).toBe('postgres');
    expect(url.password).toBe(postgres.POSTGRES_PASSWORD);
    expect(temporal).toMatchObject({ POSTGRES_SEEDS: url.hostname, DB_PORT: url.port, POSTGRES_USER: url.username });
    expect(temporal.POSTGRES_PWD).toBe(url.password);
  });

  it('gives the Temporal server the dynamic configuration that it names', () => {
    const { environment, configs: mounted } = named('temporal');
    const [config] = mounted;
    const settings = z
      .record(z.string(), z.array(z.object({ value: z.number() })).length(1))
      .parse(parse(configs[config?.source ?? '']?.content ?? ''));

    expect(mounted.map(({ target }) => target)).toEqual([environment.DYNAMIC_CONFIG_FILE_PATH]);
    expect(Object.keys(configs)).toEqual([config?.source]);
    expect(settings).toEqual({
      'limit.maxIDLength': [{ value: 255 }],
      'frontend.namespaceRPS.visibility': [{ value: 50 }],
    });
  });

  it('waits for what it names, by health or by completion', () => {
    const wrong = Object.entries(services).flatMap(([name, { depends_on }]) =>
      Object.entries(depends_on).flatMap(([on, { condition }]) => {
        const target = named(on);
        const fits =
          condition === 'service_healthy' ? target.healthcheck !== undefined : target.restart === 'on-failure';
        return fits ? [] : [`${name} waits for ${on}: ${condition}`];
      }),
    );

    expect(wrong).toEqual([]);
  });

  it('publishes the port that the gateway listens on, checks its health, and keeps its data by name', () => {
    const { environment, ports, healthcheck } = named('gateway');

    expect(environment.HOST).toBe('0.0.0.0');
    expect(ports).toEqual([expect.stringMatching(new RegExp(`:${environment.PORT}$`))]);
    expect(healthcheck?.test.join(' ')).toContain(`:${environment.PORT}/readyz/soap`);
    expect(named('postgres').volumes.map((volume) => volume.split(':')[0])).toEqual(Object.keys(volumes));
  });

  it('gives PostgreSQL connections enough for two gateways, two workers, a command, Temporal and people', () => {
    const given = /\bmax_connections=(\d+)/.exec(named('postgres').command.join(' '))?.[1];
    const ours = 2 * POOL_SIZES.gateway + 2 * POOL_SIZES.worker + POOL_SIZES.command;
    // The server opens both pools for each of its services: frontend, history, matching and worker.
    const { SQL_MAX_CONNS, SQL_VIS_MAX_CONNS } = named('temporal').environment;
    const temporals = 4 * (Number(SQL_MAX_CONNS) + Number(SQL_VIS_MAX_CONNS));
    const peoples = 20;

    expect(Number(given)).toBeGreaterThanOrEqual(ours + temporals + peoples);
    for (const program of ['gateway', 'worker'] as const)
      expect(read(`${program}/main.ts`)).toContain(`max: POOL_SIZES.${program},`);
  });

  it('asks PostgreSQL by TCP whether it is there: the server of initdb listens on its socket alone', () => {
    expect(named('postgres').healthcheck?.test.join(' ')).toContain('pg_isready -h 127.0.0.1');
  });

  it('gives the worker more time to end than the gateway', () => {
    expect(seconds(named('worker').stop_grace_period)).toBeGreaterThan(30);
    expect(seconds(named('gateway').stop_grace_period)).toBeGreaterThan(10);
  });

  it('registers the search attributes of the workflows, and keeps closed workflows for 30 days', () => {
    const script = named('temporal-namespace').command.join('\n');
    const found = [...script.matchAll(/--name (\w+) --type (\w+)/g)].map(([, name, type]) => [
      name,
      type?.toUpperCase(),
    ]);

    expect(Object.fromEntries(found)).toEqual(SEARCH_ATTRIBUTES);
    expect(script).toContain('--retention 720h');
  });
});

const NOT_IN_THE_IMAGE = new Set('node_modules dist coverage test docs simulator tools'.split(' '));

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  const [building = '', running = ''] = dockerfile.split(/^(?=FROM )/m).slice(1);

  it('builds from every folder of the product, and no other', () => {
    const copied = [...building.matchAll(/^COPY (\w+) /gm)].map(([, folder]) => folder);
    const needed = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .filter((name) => !NOT_IN_THE_IMAGE.has(name));

    expect(new Set(copied)).toEqual(new Set(needed));
    expect(new Set(JSON.parse(read('tsconfig.build.json')).include)).toEqual(new Set(needed));
  });

  it('runs what is built, without the packages for development', () => {
    const copied = [...running.matchAll(/^COPY (.+)$/gm)].map(([, what]) => what);

    expect(copied).toEqual(['package.json package-lock.json ./', '--from=build /app/dist ./dist']);
    expect(running).toContain('npm ci --omit=dev --ignore-scripts');
    expect(running).toContain('CMD ["node", "dist/gateway/main.js"]');
    expect(named('gateway').command).toEqual(['node', 'dist/gateway/main.js']);
    expect(named('worker').command).toEqual(['node', 'dist/worker/main.js']);
  });

  it('runs as an unprivileged user on glibc', () => {
    expect(building).toMatch(/^FROM node:22-bookworm-slim AS build$/m);
    expect(running).toMatch(/^FROM node:22-bookworm-slim$/m);
    expect(running).toMatch(/^USER node$/m);
  });
});
