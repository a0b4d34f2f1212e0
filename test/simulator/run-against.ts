import { afterEach } from 'vitest';
import {
  type CompanyFile,
  openInMemoryCompanyFile,
  runSession,
  type SessionOptions,
  type SessionResult,
} from '../../simulator/simulator.js';
import { invoiceAdd, messageSet } from './requests.js';
import { type Received, type Reply, ScriptedServer, sending } from './scripted-server.js';

export const qwc = {
  ownerId: '{11111111-2222-3333-4444-555555555555}',
  fileId: '{aaaaaaaa-2222-3333-4444-555555555555}',
};
export const set = (id: string): string => messageSet(invoiceAdd(), `newMessageSetID="${id}" onError="stopOnError"`);

const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

export type Run = { readonly result: SessionResult; readonly server: ScriptedServer; readonly file: CompanyFile };

/** Runs a session against a server that answers as told; the server is closed after the test. */
export async function runAgainst(
  answer: (call: Received) => Reply,
  options: Partial<SessionOptions> = {},
): Promise<Run> {
  const server = new ScriptedServer(answer);
  servers.push(server);
  const file = options.companyFile ?? openInMemoryCompanyFile();
  const url = await server.listen();
  const result = await runSession({
    url,
    userName: 'acme',
    password: 'p&w ',
    companyFile: file,
    qwc,
    noOpPauseMs: 1,
    ...options,
  });
  return { result, server, file };
}

/** The usual answers, with some operations answered otherwise. */
export function answering(
  other: Readonly<Record<string, Reply>>,
  usual = sending([set('S1')]),
): (call: Received) => Reply {
  return (call) => (call.operation in other ? other[call.operation] : usual(call));
}
