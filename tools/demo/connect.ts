import type { Services } from '../../launcher/start/start-services.js';
import { openInMemoryCompanyFile, parseQwc } from '../../simulator/simulator.js';
import { createRest } from './rest.js';
import { demoCompany } from './samples/company.js';
import type { Screen } from './screen.js';
import type { Stage } from './stage.js';

const CONNECTION = 'demo';
const PASSWORD = 'p&w <of the demo>';

/** Makes a connection, and gives its .qwc file to a Web Connector beside a new company file. */
export async function connect(services: Services, screen: Screen, transcript: string | undefined): Promise<Stage> {
  const { localUrl, apiToken } = services;
  const rest = createRest({ url: localUrl, token: apiToken.token, connection: CONNECTION });
  await rest.putConnection({
    displayName: 'Demo: Sample Managed Services',
    username: CONNECTION,
    password: PASSWORD,
    runEveryMinutes: 15,
  });
  const { ownerId, fileId, userName } = parseQwc(await rest.qwc());
  const company = openInMemoryCompanyFile(demoCompany());
  company.writeFileId(ownerId, fileId);
  screen.say(
    `A connection is made; a simulated Web Connector has its .qwc file, and QuickBooks is open with "${company.company.name}".`,
  );
  const webConnector = {
    url: `${localUrl}/qbwc`,
    userName,
    password: PASSWORD,
    qwc: { ownerId, fileId },
    ...(transcript === undefined ? {} : { transcript }),
  };
  return { screen, rest, company, webConnector, runs: [], heard: [] };
}
