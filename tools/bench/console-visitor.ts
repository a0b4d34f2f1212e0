import { hashPassword } from '../../gateway/shared/password.js';
import { insertUser } from '../../store/users.js';
import type { Stage } from './stage.js';

/** Somebody who is signed in to the console, without a browser: what a page takes is the server's time alone. */
export type Visitor = {
  /** Fetches a page, or a file that it links to, to its last byte. */
  get: (path: string) => Promise<{ bytes: number; firstByteMs: number; ms: number }>;
};

const NAME = 'bench';
const PASSWORD = 'the password of the bench';

export async function signIn({ url, database }: Stage): Promise<Visitor> {
  const passwordHash = await hashPassword(PASSWORD);
  await insertUser(database, { name: NAME, role: 'admin', passwordHash, at: new Date().toISOString() });
  const cookies = new Map<string, string>();
  const request = async (path: string, init: { method?: string; body?: URLSearchParams } = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${url}/console${path}`, {
      ...init,
      redirect: 'manual',
      headers: { cookie },
    });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  const form = await (await request('/sign-in')).text();
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const body = new URLSearchParams({ _csrf: csrf, name: NAME, password: PASSWORD });
  const signedIn = await request('/sign-in', { method: 'POST', body });
  if (signedIn.status !== 303) throw new Error(`the sign-in of the bench was answered ${signedIn.status}`);
  return {
    async get(path) {
      const startedAt = performance.now();
      const response = await request(path);
      const firstByteMs = performance.now() - startedAt;
      const { byteLength } = await response.arrayBuffer();
      if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
      return { bytes: byteLength, firstByteMs, ms: performance.now() - startedAt };
    },
  };
}
