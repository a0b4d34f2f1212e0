import type { CompanyFile, Misbehaviour, SessionResult } from '../../simulator/simulator.js';
import { openInMemoryCompanyFile, parseQwc, runSession } from '../../simulator/simulator.js';
import type { Stage } from './stage.js';

/** A connection of the product with a QuickBooks that answers at once: a company file in memory. */
export type BenchConnection = {
  id: string;
  company: CompanyFile;
  rest: (method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown) => Promise<unknown>;
  /** One session of the simulated Web Connector, which must end well, or after `sets` message sets by a death. */
  session: (options?: { sets: number }) => Promise<SessionResult>;
};

const PASSWORD = 'bench-password';

export async function makeConnection(
  { url, token }: Pick<Stage, 'url' | 'token'>,
  id: string,
): Promise<BenchConnection> {
  const rest: BenchConnection['rest'] = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1/connections/${id}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} of ${id}: ${response.status} ${text.slice(0, 500)}`);
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  };
  await rest('PUT', '', { displayName: id, username: id, password: PASSWORD });
  const { ownerId, fileId } = parseQwc(String(await rest('GET', '/qwc')));
  const company = openInMemoryCompanyFile();
  company.writeFileId(ownerId, fileId);
  const session = async (options?: { sets: number }): Promise<SessionResult> => {
    const qwc = { ownerId, fileId };
    const misbehave: Misbehaviour[] = options === undefined ? [] : [{ do: 'loseResponse', at: options.sets }];
    const result = await runSession({
      url: `${url}/qbwc`,
      userName: id,
      password: PASSWORD,
      companyFile: company,
      qwc,
      misbehave,
    });
    if (result.outcome !== (options === undefined ? 'done' : 'died'))
      throw new Error(`the session of ${id} ended with ${JSON.stringify(result)}`);
    return result;
  };
  return { id, company, rest, session };
}
