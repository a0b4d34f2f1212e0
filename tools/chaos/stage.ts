import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { ProgramName } from '../../launcher/start/programs.js';
import { type Database, openDatabase } from '../../store/database.js';
import type { ChaosItem } from './items.js';
import { type Network, openNetwork } from './network.js';
import { createPsa, type Heard, type Psa } from './psa.js';
import { openPsaWebhook } from './psa-webhook.js';
import type { Random } from './random.js';
import { type Services, startServices } from './services.js';
import { createWebConnector, type WebConnector } from './web-connector.js';

export const CONNECTION = 'chaos';
const PASSWORD = 'chaos & order';

/** Everything that the rounds play with. */
export type Stage = {
  services: Services;
  network: Network;
  psa: Psa;
  connector: WebConnector;
  database: Database;
  client: Client;
  /** All items so far, and all that the PSA was told. */
  items: ChaosItem[];
  heard: Heard[];
  cursor: string;
  /** What the PSA's webhook got. */
  delivered: readonly Heard[];
  stop(): Promise<void>;
};

/** Starts everything under `dataDir`, with one connection and a company file. */
export async function openStage(
  dataDir: string,
  programs: Readonly<Record<ProgramName, string>>,
  random: Random,
): Promise<Stage> {
  const webhook = await openPsaWebhook();
  const undo: (() => Promise<unknown>)[] = [() => webhook.close()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const services = await startServices(dataDir, programs, webhook.url, () => random.between(0, 400));
    undo.push(() => services.stop());
    await services.whenUp(120_000);
    const network = await openNetwork(services.url);
    undo.push(() => network.close());
    const database = openDatabase(services.databaseUrl);
    undo.push(() => database.end());
    const connection = Connection.lazy({ address: services.temporalAddress });
    undo.push(() => connection.close());
    const psa = createPsa(network.url, CONNECTION);
    // Small sets, so that a session has several; an unknown customer is made in QuickBooks.
    const settings = { maxRecords: 3, missing: { customers: 'create' } };
    await psa.putConnection({ displayName: 'Chaos', username: CONNECTION, password: PASSWORD, settings });
    const qwcFile = path.join(services.dataDir, 'chaos.qwc');
    writeFileSync(qwcFile, await psa.qwc());
    const companyFile = path.join(services.dataDir, 'chaos.company');
    const connector = createWebConnector(services.dataDir, {
      url: `${network.url}/qbwc`,
      qwcFile,
      companyFile,
      password: PASSWORD,
    });
    undo.push(() => connector.stop());
    return {
      services,
      network,
      psa,
      connector,
      database,
      client: new Client({ connection }),
      items: [],
      heard: [],
      cursor: '',
      delivered: webhook.delivered,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
