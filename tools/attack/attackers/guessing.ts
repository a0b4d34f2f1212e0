import { randomBytes } from 'node:crypto';
import { ask, call, openForm, signIn } from '../http.js';
import { type Attacker, address, again, atOnce, pick } from './attacker.js';

const SOURCES = 6;
const BLOCK = 1;

/** Guesses the passwords of names that exist, and the bearer token, from several addresses. */
export const guessing: Attacker = async ({ url, person, names }, note, signal) => {
  await atOnce(SOURCES, async (index) => {
    const from = address(BLOCK, index);
    const password = (): string => randomBytes(8).toString('hex');
    await again(signal, note, 20, async () => {
      const guess = { strUserName: pick(names), strPassword: password() };
      const [, answer] = await call(url, from, 'authenticate', guess);
      note(`authenticate ${answer}`);
      const form = await openForm(url, from);
      note(`sign-in ${(await signIn(url, from, form, { name: person.name, password: password() })).status}`);
      const headers = { authorization: `Bearer ${randomBytes(16).toString('hex')}` };
      note(`token ${(await ask(`${url}/api/v1/connections`, { from, headers })).status}`);
    });
  });
};
