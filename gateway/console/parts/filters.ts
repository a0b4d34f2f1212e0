import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';
import type { SavedView } from '../../../store/user-pages.js';
import type { Column } from '../columns.js';
import { type Html, html } from '../html.js';
import { csrfField } from '../layout.js';
import type { Call } from '../page.js';
import { isFiltered, type SearchState, toQuery } from '../search-state.js';

/** A field that stays as it is when the form is sent. */
const kept = (name: string, value: string | number | undefined): Html | undefined =>
  value === undefined ? undefined : html`<input type="hidden" name="${name}" value="${value}">`;

/** The filters of a search page; `searched` is what the text search looks through. */
export function filterForm(
  url: string,
  state: SearchState,
  { searched, withResync }: { searched: string; withResync: boolean },
): Html {
  return html`<form class="filters" method="get" action="${url}" role="search"
  hx-get="${url}" hx-trigger="change, submit" hx-target="#results" hx-select="#results" hx-swap="outerHTML" hx-select-oob="#tools,#clear" hx-push-url="true">
  <label>Search <input type="search" name="q" value="${state.q}" maxlength="200" placeholder="${searched}"></label>
  <label>QuickBooks Transfer Status <select name="status"><option value="">[blank]</option>
  ${TRANSFER_STATUSES.map((status) => html`<option ${status === state.status && 'selected'}>${status}</option>`)}</select></label>
  <fieldset><legend>QuickBooks Transfer Date</legend>
    <label>from <input type="date" name="from" value="${state.from}"></label>
    <label>to <input type="date" name="to" value="${state.to}"></label></fieldset>
  ${
    withResync &&
    html`<label class="check"><input type="checkbox" name="resync" value="1" ${state.resync !== undefined && 'checked'}> QuickBooks Needs Resync</label>`
  }
  ${kept('sort', state.sort === 'arrival' ? undefined : state.sort)}${kept('dir', state.dir === 'desc' ? undefined : state.dir)}
  ${kept('size', state.size === 50 ? undefined : state.size)}${kept('cols', state.cols)}
  <button class="primary">Search</button>
  <span id="clear">${isFiltered(state) && html`<a class="button quiet" href="${url}${toQuery(state, { q: '', status: undefined, from: undefined, to: undefined, resync: undefined })}">Clear</a>`}</span>
</form>`;
}

type Title = Pick<Column, 'key' | 'title'>;

/** Which columns to show; kept for the user, and in the URL. */
export function columnChooser(
  call: Call,
  url: string,
  state: SearchState,
  { all, shown }: { all: readonly Title[]; shown: readonly Title[] },
): Html {
  const keys = new Set(shown.map(({ key }) => key));
  return html`<details class="menu right"><summary>Columns</summary><form class="panel" method="post" action="${url}/columns">
  ${csrfField(call)}<input type="hidden" name="query" value="${toQuery(state, { page: state.page })}">
  <fieldset><legend>Columns</legend>${all.map(
    ({ key, title }) =>
      html`<label class="check"><input type="checkbox" name="column" value="${key}" ${keys.has(key) && 'checked'}> ${title}</label>`,
  )}</fieldset>
  <button class="primary">Show these columns</button></form></details>`;
}

/** The searches that the user keeps under a name, each with the columns that are shown now. */
export function viewMenu(
  call: Call,
  url: string,
  state: SearchState,
  { views, shown }: { views: readonly SavedView[]; shown: readonly Title[] },
): Html {
  return html`<details class="menu right"><summary>Saved views</summary><div class="panel">
  ${
    views.length === 0
      ? html`<p class="muted">None yet. A view keeps filters, order and columns.</p>`
      : html`<ul>${views.map(
          (view) => html`<li class="split"><a href="${url}${view.query}">${view.name}</a>
          <form method="post" action="${url}/views/delete">${csrfField(call)}<input type="hidden" name="id" value="${view.id}">
          <input type="hidden" name="query" value="${toQuery(state, { page: state.page })}">
          <button class="quiet" aria-label="Remove the view ${view.name}">Remove</button></form></li>`,
        )}</ul>`
  }
  <form method="post" action="${url}/views">${csrfField(call)}<input type="hidden" name="query" value="${toQuery(state, { cols: shown.map(({ key }) => key).join(',') })}">
  <label>Keep this search as <input name="name" required maxlength="80"></label><button>Save view</button></form></div></details>`;
}
