import { call, openForm, signIn } from '../http.js';
import { type Attacker, address, again, atOnce } from './attacker.js';

const BLOCK = 4;
const AT_ONCE = 20;
const SESSIONS_AT_ONCE = 10;

/** Many sign-ins at the same time, at the console and at authenticate, and sessions without end on a connection of one's own. */
export const storms: Attacker = async ({ url, storming, names, person }, note, signal) => {
  const wrong = 'a password that is wrong';
  await Promise.all([
    again(signal, note, 200, async () => {
      const form = await openForm(url, address(BLOCK, 0));
      await atOnce(AT_ONCE, async (index) => {
        const who = { name: index % 2 === 0 ? person.name : `nobody-${index}`, password: wrong };
        note(`sign-in ${(await signIn(url, address(BLOCK, index), form, who)).status}`);
      });
    }),
    again(signal, note, 200, async () => {
      await atOnce(AT_ONCE, async (index) => {
        const strUserName = names[index % names.length] ?? '';
        const [, answer] = await call(url, address(BLOCK, index), 'authenticate', { strUserName, strPassword: wrong });
        note(`authenticate ${answer}`);
      });
    }),
    atOnce(SESSIONS_AT_ONCE, (index) =>
      again(signal, note, 20, async () => {
        const known = { strUserName: storming.id, strPassword: storming.password };
        const [ticket, answer] = await call(url, address(BLOCK, 100 + index), 'authenticate', known);
        note(ticket === '' ? `session ${answer}` : 'session begun');
      }),
    ),
  ]);
};
