import { AppError } from '../../../domain/errors.js';
import { listConnections } from '../../../store/connections.js';
import { inTransaction } from '../../../store/database.js';
import { appendConsoleLog, changeUser, findUserByName } from '../../../store/users.js';
import { hashPassword, verifyPassword } from '../../../transfers/session/password.js';
import { BASE } from '../access/cookies.js';
import { ROLE_MEANS } from '../access/roles.js';
import { type Html, html } from '../html.js';
import { csrfField, page } from '../layout.js';
import { type Answer, addPage, type Call, type Console } from '../page.js';

export const MIN_PASSWORD = 10;

/** What a user may change of his own: the password. */
export function addAccountPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/account', role: 'viewer', handle: accountPage });
  addPage(console, { method: 'POST', url: '/account/password', role: 'viewer', handle: changePassword });
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
    <label>New password <input type="password" name="password" autocomplete="new-password" minlength="${MIN_PASSWORD}" maxlength="500" required></label>
    <button class="primary">Change and sign in again</button></form>`,
  });
}

/** The new password that a form brings, or why it is none. */
export function newPassword(form: URLSearchParams): string {
  const password = form.get('password') ?? '';
  if (password.length >= MIN_PASSWORD && password.length <= 500) return password;
  throw new AppError('invalid', `A password has ${MIN_PASSWORD} to 500 characters; found ${password.length}.`);
}

async function changePassword(call: Call): Promise<Answer> {
  const { deps, user, form } = call;
  const password = newPassword(form);
  const stored = await findUserByName(deps.database, user.name);
  if (!(await verifyPassword((form.get('present') ?? '').slice(0, 500), stored?.passwordHash)))
    throw new AppError('refused', 'The present password is not right.');
  const passwordHash = await hashPassword(password);
  await inTransaction(deps.database, (tx) =>
    changeUser(tx, user.id, { role: user.role, passwordHash, disabledAt: null }),
  );
  const entry = { at: deps.now(), userName: user.name, action: 'changed the own password', subject: user.name };
  await appendConsoleLog(deps.database, entry);
  return { redirect: `${BASE}/sign-in` };
}
