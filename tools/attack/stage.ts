import { Client, Connection } from '@temporalio/client';
import { hashPassword } from '../../gateway/shared/password.js';
import type { ProgramName } from '../../launcher/start/programs.js';
import { parseQwc } from '../../simulator/simulator.js';
import { type Database, openDatabase } from '../../store/database.js';
import { insertUser } from '../../store/users.js';
import { load, makeReady } from '../bench/load.js';
import { invoice } from '../bench/samples.js';
import { type Services, startServices, TOKEN } from '../chaos/services.js';
import type { Target } from './attackers/attacker.js';

/** The product as it is, with a company for the attackers and people who may sign in. */
export type Stage = {
  services: Services;
  database: Database;
  client: Client;
  /** What the attackers know; the Web Connectors come with the transfers. */
  known: Omit<Target, 'url' | 'names' | 'only'>;
  stop(): Promise<void>;
};

const PASSWORD = 'correct horse battery staple';
/** So many invoices wait on the connections of the attackers: a session needs something to do. */
const WAITING = 400;

/** Starts everything under `dataDir`, which must be a folder of its own. */
export async function openStage(dataDir: string, programs: Readonly<Record<ProgramName, string>>): Promise<Stage> {
  const services = await startServices(dataDir, programs, undefined, () => 0);
  const undo: (() => Promise<unknown>)[] = [() => services.stop()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await services.whenUp(120_000);
    const database = openDatabase(services.databaseUrl);
    undo.push(() => database.end());
    const connection = Connection.lazy({ address: services.temporalAddress });
    undo.push(() => connection.close());
    const person = { name: 'the-person', password: PASSWORD };
    const passwordHash = await hashPassword(PASSWORD);
    await insertUser(database, { name: person.name, role: 'admin', passwordHash, at: new Date().toISOString() });
    const storming = await addConnection(services.url, database, 'storming');
    const talking = await addConnection(services.url, database, 'talking');
    const known = { person, storming, talking };
    return { services, database, client: new Client({ connection }), known, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A connection with invoices that wait; two to a message set, so that there is always something to do. */
async function addConnection(url: string, database: Database, id: string): Promise<Target['talking']> {
  const rest = async (method: string, path: string, body?: object): Promise<string> => {
    const response = await fetch(`${url}/api/v1/connections/${id}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} of ${id}: ${response.status} ${text.slice(0, 500)}`);
    return text;
  };
  await rest('PUT', '', { displayName: id, username: id, password: PASSWORD, settings: { maxRecords: 2 } });
  const { ownerId, fileId } = parseQwc(await rest('GET', '/qwc'));
  const invoices = Array.from({ length: WAITING }, (_, index) => invoice(index));
  await makeReady(database, id, await load(database, id, invoices));
  return { id, password: PASSWORD, ownerId, fileId };
}
