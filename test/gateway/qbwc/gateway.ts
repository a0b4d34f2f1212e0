import { XMLParser } from 'fast-xml-parser';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { buildApp } from '../../../gateway/app.js';
import type { Dependencies } from '../../../gateway/shared/dependencies.js';
import { type CompanyFile, openInMemoryCompanyFile } from '../../../simulator/simulator.js';
import { type Database, openDatabase } from '../../../store/database.js';
import { OWNER_ID } from '../../../transfers/session/owner-id.js';
import { CHEAP } from '../../helpers/cheap-passwords.js';
import { testDatabase } from '../../helpers/services.js';
import { invoice } from '../../stories/snapshots.js';

/** A gateway that listens on a real port, with a database of its own and no Temporal: SOAP needs none. */
export type Gateway = { url: string; database: Database; app: FastifyInstance; close: () => Promise<void> };

export const TOKEN = 'a-token-of-the-soap-tests';

export async function startGateway(options: Partial<Dependencies> = {}, logger?: FastifyBaseLogger): Promise<Gateway> {
  const database = options.database ?? openDatabase((await testDatabase()).databaseUrl);
  const app = await buildApp(
    {
      database,
      signals: { tellItems: () => undefined, tellSession: () => undefined },
      now: () => new Date().toISOString(),
      publicUrl: 'https://transfer.example.com',
      apiToken: TOKEN,
      passwordCost: CHEAP,
      applyTimeoutMs: 0,
      isWorkerPolling: async () => true,
      ...options,
    },
    logger,
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = async (): Promise<void> => {
    await app.close();
    if (options.database === undefined) await database.end();
  };
  return { url, database, app, close };
}

/** A connection with ready invoices and a company file that carries its FileID. */
export type SoapConnection = { id: string; userName: string; password: string; fileId: string; company: CompanyFile };

export async function putConnection(
  { url }: Pick<Gateway, 'url'>,
  name: string,
  options: { invoices?: number; settings?: object; password?: string; companyFile?: string } = {},
): Promise<SoapConnection> {
  const id = name.replaceAll(/[^\w.-]+/g, '-');
  const { password = 'right password', invoices = 1, settings = {}, companyFile } = options;
  const rest = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${url}/api/v1/connections/${id}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const made = await rest('PUT', '', {
    displayName: `Company ${id}`,
    username: id,
    password,
    settings,
    ...(companyFile === undefined ? {} : { companyFile }),
  });
  if (made.status >= 300) throw new Error(await made.text());
  const ids = Array.from({ length: invoices }, (_, index) => `I${index + 1}`);
  for (const each of ids) await rest('PUT', `/invoices/${each}`, invoice({ number: each }));
  if (ids.length > 0) await rest('POST', '/invoices/ready', { ids });
  const qwc = await (await rest('GET', '/qwc')).text();
  const fileId = /<FileID>([^<]*)</.exec(qwc)?.[1] ?? '';
  const company = openInMemoryCompanyFile();
  company.writeFileId(OWNER_ID, fileId);
  return { id, userName: id, password, fileId, company };
}

/** Sets invoices ready by REST. */
export const setReady = ({ url }: Gateway, connectionId: string, ids: readonly string[]): Promise<Response> =>
  fetch(`${url}/api/v1/connections/${connectionId}/invoices/ready`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ids }),
  });

/** What came over HTTP, and the result element as an independent reader sees it; undefined when there is none. */
export type Reply = { status: number; type: string; body: string; result: string | string[] | undefined };

const parser = new XMLParser({ parseTagValue: false, trimValues: false, removeNSPrefix: true, ignoreAttributes: true });

/** Posts a body as it is. */
export async function post(
  { url }: Pick<Gateway, 'url'>,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${url}/qbwc`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', ...headers },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: text,
    result: resultIn(text),
  };
}

function resultIn(text: string): Reply['result'] {
  if (!text.includes('Envelope')) return undefined;
  const [answer] = Object.entries<Record<string, unknown>>(parser.parse(text).Envelope?.Body ?? {});
  if (answer === undefined) return undefined;
  const [name, content] = answer;
  const result = content[name.replace(/Response$/, 'Result')];
  if (typeof result === 'string') return result;
  return (result as { string?: string[] } | undefined)?.string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

/** An envelope as QBWC writes it: document style, empty parameters self-closed. */
export function envelope(operation: string, parameters: Readonly<Record<string, string>> = {}): string {
  const content = Object.entries(parameters).map(([name, value]) =>
    value === '' ? `<${name} />` : `<${name}>${escaped(value)}</${name}>`,
  );
  return (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>' +
    `<${operation} xmlns="http://developer.intuit.com/">${content.join('')}</${operation}></soap:Body></soap:Envelope>`
  );
}

export const call = (
  gateway: Pick<Gateway, 'url'>,
  operation: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Reply> =>
  post(gateway, envelope(operation, parameters), { SOAPAction: `"http://developer.intuit.com/${operation}"` });

/** A ticket of a new session. */
export async function logIn(gateway: Pick<Gateway, 'url'>, { userName, password }: SoapConnection): Promise<string> {
  const { result } = await call(gateway, 'authenticate', { strUserName: userName, strPassword: password });
  if (!Array.isArray(result) || !result[0]) throw new Error(`no ticket: ${JSON.stringify(result)}`);
  return result[0];
}

/** sendRequestXML; the first of a session carries what QBWC found in the company file. */
export const send = (
  gateway: Pick<Gateway, 'url'>,
  { company }: SoapConnection,
  ticket: string,
  first = false,
): Promise<Reply> =>
  call(gateway, 'sendRequestXML', {
    ticket,
    strHCPResponse: first ? company.hostCompanyPreferences(OWNER_ID).response : '',
    strCompanyFileName: company.company.path,
    qbXMLCountry: 'US',
    qbXMLMajorVers: '16',
    qbXMLMinorVers: '0',
  });

export const receive = (
  gateway: Pick<Gateway, 'url'>,
  ticket: string,
  response: string,
  hresult = '',
  message = '',
): Promise<Reply> => call(gateway, 'receiveResponseXML', { ticket, response, hresult, message });

/** What QuickBooks answers to a message set. */
export function answerOf({ company }: SoapConnection, request: Reply['result']): string {
  const answer = company.process(String(request));
  if ('hresult' in answer) throw new Error(answer.detail);
  return answer.response;
}
