import { AppError } from '../../../domain/errors.js';
import { listConnections } from '../../../store/connections.js';
import { inTransaction } from '../../../store/database.js';
import {
  appendConsoleLog,
  changeUser,
  insertUser,
  listConsoleLog,
  listUsers,
  ROLES,
  type Role,
  type User,
  type UserChange,
} from '../../../store/users.js';
import { hashPassword } from '../../shared/password.js';
import { PERSON_LEAST } from '../../shared/secret-lengths.js';
import { BASE } from '../access/cookies.js';
import { ROLE_MEANS } from '../access/roles.js';
import { type Html, html } from '../html.js';
import { csrfField, page } from '../layout.js';
import { type Answer, addPage, type Call, type Console, refuseFormerAdmin } from '../page.js';
import { time } from '../parts/marks.js';
import { storable } from '../text.js';
import { newPassword } from './account.js';

/** Who may sign in, and what people did beside commands on items. */
export function addUserPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/users', role: 'admin', handle: usersPage });
  addPage(console, { method: 'POST', url: '/users', role: 'admin', handle: addUser });
  addPage(console, { method: 'POST', url: '/users/:id', role: 'admin', handle: change });
}

const roleSelect = (chosen: Role): Html =>
  html`<select name="role" aria-label="Role">${ROLES.map((role) => html`<option ${role === chosen && 'selected'}>${role}</option>`)}</select>`;

async function usersPage(call: Call): Promise<Html> {
  const { database } = call.deps;
  const [connections, users, log] = await Promise.all([
    listConnections(database),
    listUsers(database),
    listConsoleLog(database, 100),
  ]);
  return page(call, {
    title: 'Users',
    active: 'users',
    connections,
    body: html`<section class="card"><div class="scroll-x" tabindex="0" role="region" aria-label="Users"><table class="grid"><thead><tr><th scope="col">Name</th><th scope="col">Since</th><th scope="col">Role and password</th><th scope="col">May sign in</th></tr></thead>
    <tbody>${users.map((user) => userRow(call, user))}</tbody></table></div></section>
    <form class="card fields" method="post" action="${BASE}/users"><h2>Add a user</h2>${csrfField(call)}
    <label>Name <input name="name" required maxlength="100" autocomplete="off"></label>
    <label>Role ${roleSelect('operator')}</label>
    <label>Password <input type="password" name="password" required minlength="${PERSON_LEAST}" maxlength="500" autocomplete="new-password"></label>
    <button class="primary">Add</button>
    <dl class="facts">${ROLES.map((role) => html`<dt>${role}</dt><dd>${ROLE_MEANS[role]}</dd>`)}</dl></form>
    <section class="card"><h2>What people did</h2><div class="scroll-x" tabindex="0" role="region" aria-label="Log"><table class="grid"><thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th></tr></thead>
    <tbody>${log.map((entry) => html`<tr><td>${time(entry.at)}</td><td>${entry.userName}</td><td>${entry.action} ${entry.subject} ${entry.detail ?? ''}</td></tr>`)}</tbody></table></div></section>`,
  });
}

function userRow(call: Call, user: User): Html {
  const isSelf = user.id === call.user.id;
  return html`<tr><td>${user.name}${isSelf && html` <span class="muted">(you)</span>`}</td><td>${time(user.createdAt)}</td>
  <td><form class="inline" method="post" action="${BASE}/users/${user.id}">${csrfField(call)}<input type="hidden" name="formerRole" value="${user.role}">${roleSelect(user.role)}
  <input type="password" name="password" placeholder="unchanged" aria-label="New password of ${user.name}" autocomplete="new-password" minlength="${PERSON_LEAST}" maxlength="500">
  <button name="do" value="save">Save</button></form></td>
  <td>${user.disabledAt === null ? 'yes' : html`no, since ${time(user.disabledAt)}`}
  ${
    !isSelf &&
    html`<form class="inline" method="post" action="${BASE}/users/${user.id}">${csrfField(call)}
  <button name="do" value="${user.disabledAt === null ? 'disable' : 'enable'}">${user.disabledAt === null ? 'Disable' : 'Enable'}</button></form>`
  }</td></tr>`;
}

function roleOf(form: URLSearchParams): Role {
  const role = ROLES.find((each) => each === form.get('role'));
  if (role === undefined) throw new AppError('invalid', `A role is one of ${ROLES.join(', ')}.`);
  return role;
}

async function addUser(call: Call): Promise<Answer> {
  const { deps, form } = call;
  const name = storable(form.get('name')).replace(/\p{Cc}/gu, '');
  if (name === '' || name.length > 100) throw new AppError('invalid', 'A name has 1 to 100 characters.');
  const user = { name, role: roleOf(form), passwordHash: await hashed(call), at: deps.now() };
  const made = await inTransaction(deps.database, async (tx) => {
    await refuseFormerAdmin(tx, call);
    return insertUser(tx, user);
  });
  if (made === undefined) throw new AppError('refused', `There is a user "${name}" already.`);
  await note(call, 'added the user', name, user.role);
  return { redirect: `${BASE}/users` };
}

async function change(call: Call): Promise<Answer> {
  const { deps } = call;
  const users = await listUsers(deps.database);
  const user = users.find(({ id }) => String(id) === call.path.id);
  if (user === undefined) throw new AppError('notFound', 'There is no such user.');
  const wanted = await changeOf(call);
  const isChanged = await inTransaction(deps.database, async (tx) => {
    await refuseFormerAdmin(tx, call);
    return changeUser(tx, user.id, wanted);
  });
  if (!isChanged) throw new AppError('refused', 'The last admin who can sign in stays one.');
  const said = [
    wanted.role,
    wanted.passwordHash && 'new password',
    wanted.disabledAt && 'disabled',
    wanted.disabledAt === null && 'enabled',
  ];
  await note(call, 'changed the user', user.name, said.filter(Boolean).join(', '));
  return { redirect: `${BASE}/users` };
}

/** Only what the form changes: what the page showed may be old, and would take back what another admin did since. */
async function changeOf(call: Call): Promise<UserChange> {
  const { form, deps } = call;
  const what = form.get('do');
  if (what === 'disable') return { disabledAt: deps.now() };
  if (what === 'enable') return { disabledAt: null };
  return {
    role: form.get('role') === form.get('formerRole') ? undefined : roleOf(form),
    passwordHash: (form.get('password') ?? '') === '' ? undefined : await hashed(call),
  };
}

const hashed = ({ form, deps }: Call): Promise<string> =>
  hashPassword(newPassword(form), { lane: 'people', cost: deps.passwordCost });

const note = ({ deps, user }: Call, action: string, subject: string, detail: string): Promise<void> =>
  appendConsoleLog(deps.database, { at: deps.now(), userName: user.name, action, subject, detail });
