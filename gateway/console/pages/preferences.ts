import { AppError } from '../../../domain/errors.js';
import { chooseColumns, deleteView, saveView } from '../../../store/user-pages.js';
import { itemsUrl } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { type Answer, addPage, type Call, type Console } from '../page.js';
import { columnKeys, searchPageOfPath } from '../search-pages.js';
import { readState, toQuery } from '../search-state.js';
import { storable } from '../text.js';

/** What a user prefers on a search page: columns, and searches kept under a name. */
export function addPreferencePages(console: Console): void {
  const add = (url: string, handle: (call: Call) => Promise<Answer>): void =>
    addPage(console, { method: 'POST', url: `/c/:c/:kind${url}`, role: 'viewer', handle });
  add('/columns', columns);
  add('/views', keepView);
  add('/views/delete', dropView);
}

const stateOf = (call: Call) => readState(new URLSearchParams(call.form.get('query') ?? ''));

async function columns(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const page = searchPageOfPath(call);
  const wanted = new Set(call.form.getAll('column'));
  const keys = columnKeys(page).filter((key) => wanted.has(key));
  await chooseColumns(call.deps.database, call.user.id, page, keys);
  const state = stateOf(call);
  return { redirect: itemsUrl(connection.id, page) + toQuery(state, { page: state.page, cols: undefined }) };
}

async function keepView(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const page = searchPageOfPath(call);
  const name = storable((call.form.get('name') ?? '').replace(/\p{Cc}/gu, '')).slice(0, 80);
  if (name === '') throw new AppError('invalid', 'A saved view needs a name.');
  const query = toQuery(stateOf(call));
  await saveView(call.deps.database, { userId: call.user.id, page, name, query });
  return { redirect: itemsUrl(connection.id, page) + query };
}

async function dropView(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const id = Number(call.form.get('id'));
  if (Number.isSafeInteger(id)) await deleteView(call.deps.database, call.user.id, id);
  const state = stateOf(call);
  return { redirect: itemsUrl(connection.id, searchPageOfPath(call)) + toQuery(state, { page: state.page }) };
}
