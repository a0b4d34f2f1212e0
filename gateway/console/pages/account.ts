import { AppError } from '../../../domain/errors.js';
import { listConnections } from '../../../store/connections.js';
import { inTransaction } from '../../../store/database.js';
import { appendConsoleLog, changeOwnPassword, findUserByName } from '../../../store/users.js';
import { Door } from '../../shared/door.js';
import { hashPassword } from '../../shared/password.js';
import { prove } from '../../shared/prove.js';
import { PERSON_LEAST } from '../../shared/secret-lengths.js';
import { BASE } from '../access/cookies.js';
import { ROLE_MEANS } from '../access/roles.js';
import { type Html, html } from '../html.js';
import { csrfField, page } from '../layout.js';
import { type Answer, addPage, type Call, type Console } from '../page.js';
import { plural } from '../parts/marks.js';

/** What a user may change of his own: the password. */
export function addAccountPages(console: Console): void {
  // Whoever has somebody's cookie does not have his password yet.
  const door = new Door('console', console.deps.monotonicMs);
  addPage(console, { method: 'GET', url: '/account', role: 'viewer', handle: accountPage });
  addPage(console, {
    method: 'POST',
    url: '/account/password',
    role: 'viewer',
    handle: (call) => changePassword(call, door),
  });
}

async function accountPage(call: Call): Promise<Html> {
  const { user, deps } = call;
  return page(call, {
    title: user.name,
    active: 'account',
    connections: await listConnections(deps.database),
    body: html`<section class="card"><p>Role <strong>${user.role}</strong>: ${ROLE_MEANS[user.role]}</p></section>
    <form class="card fields" method="post" action="${BASE}/account/password"><h2>Change the password</h2>${csrfField(call)}
    <label>Present password <input type="password" name="present" autocomplete="current-password" required></label>
    <label>New password <input type="password" name="password" autocomplete="new-password" minlength="${PERSON_LEAST}" maxlength="500" required></label>
    <button class="primary">Change and sign in again</button></form>`,
  });
}

/** The new password that a form brings, or why it is none. */
export function newPassword(form: URLSearchParams): string {
  const password = form.get('password') ?? '';
  if (password.length >= PERSON_LEAST && password.length <= 500) return password;
  throw new AppError('invalid', `A password has ${PERSON_LEAST} to 500 characters; found ${password.length}.`);
}

async function changePassword(call: Call, door: Door): Promise<Answer> {
  const { deps, user, form, request } = call;
  const options = { lane: 'people', cost: deps.passwordCost } as const;
  const password = newPassword(form);
  const present = (form.get('present') ?? '').slice(0, 500);
  const claim = { name: user.name, password: present, find: () => findUserByName(deps.database, user.name) };
  const { who: stored, refusal } = await prove(door, request, claim, options);
  if (refusal !== undefined && refusal.waitMs > 0)
    throw new AppError(
      'refused',
      `Too many tries: try again in ${plural(Math.ceil(refusal.waitMs / 1000), 'second')}.`,
    );
  if (refusal !== undefined) throw new AppError('refused', 'The present password is not right.');
  const passwordHash = await hashPassword(password, options);
  if (!(await inTransaction(deps.database, (tx) => changeOwnPassword(tx, stored, passwordHash))))
    throw new AppError(
      'refused',
      'Meanwhile an admin has changed the password, or disabled the user: nothing was changed.',
    );
  const entry = { at: deps.now(), userName: user.name, action: 'changed the own password', subject: user.name };
  await appendConsoleLog(deps.database, entry);
  return { redirect: `${BASE}/sign-in` };
}
