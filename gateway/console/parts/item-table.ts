import type { ItemKind } from '../../../domain/kinds.js';
import type { Connection } from '../../../store/connections.js';
import { type Column, formatAmount, type Row } from '../columns.js';
import { objectionToCommand, VERBS, type Verb } from '../commands.js';
import { type Hole, type Html, html } from '../html.js';
import { KIND_ONE } from '../kinds.js';
import { csrfField, itemsUrl, itemUrl } from '../layout.js';
import type { Call } from '../page.js';
import { type SearchState, toQuery } from '../search-state.js';
import { statusMark } from './marks.js';

export type Table = {
  call: Call;
  connection: Connection;
  kind: ItemKind;
  state: SearchState;
  columns: readonly Column[];
  rows: readonly Row[];
};

/** The rows that a search found. The checkboxes belong to the form `bulk`. */
export function itemTable(table: Table): Html {
  const { rows, columns } = table;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Search results"><table class="grid">
  <thead><tr><th class="tick"><input type="checkbox" data-all aria-label="Select all rows of this page"></th><th><span class="sr">Actions</span></th>
  ${columns.map((column) => heading(table, column))}</tr></thead>
  <tbody>${rows.map((row) => itemRow(table, row))}</tbody></table></div>`;
}

function heading({ connection, kind, state }: Table, column: Column): Html {
  const style = column.isNumber ? 'number' : '';
  if (column.sort === undefined) return html`<th scope="col" class="${style}">${column.title}</th>`;
  const isActive = state.sort === column.sort;
  const dir = isActive && state.dir === 'asc' ? 'desc' : 'asc';
  const sorted = isActive ? (state.dir === 'asc' ? 'ascending' : 'descending') : 'none';
  const arrow = isActive ? (state.dir === 'asc' ? ' ▲' : ' ▼') : '';
  const href = `${itemsUrl(connection.id, kind)}${toQuery(state, { sort: column.sort, dir })}`;
  return html`<th scope="col" class="${style}" aria-sort="${sorted}"><a href="${href}">${column.title}<span aria-hidden="true">${arrow}</span></a></th>`;
}

function itemRow(table: Table, row: Row): Html {
  const { id, number } = row.view;
  return html`<tr data-row>
  <td class="tick"><input type="checkbox" form="bulk" name="id" value="${id}" aria-label="Select ${number}"></td>
  <td class="actions">${rowMenu(table, row)}</td>
  ${table.columns.map((column) => html`<td class="${column.isNumber ? 'number' : `col-${column.key}`}">${cell(table, column, row)}</td>`)}</tr>`;
}

function cell({ connection, kind }: Table, column: Column, row: Row): Hole {
  const text = column.text(row);
  switch (column.key) {
    case 'number':
      return html`<a href="${itemUrl(connection.id, kind, row.view.id)}">${text || row.view.id}</a>`;
    case 'status':
      return statusMark(row.view.transferStatus);
    case 'amount':
      return formatAmount(row.item.amount);
    case 'needsResync':
    case 'ready':
      return text === '' ? '' : html`<span aria-label="yes">✓</span>`;
    default:
      return text;
  }
}

function rowMenu({ call, connection, kind, state }: Table, { view }: Row): Html {
  const self = itemUrl(connection.id, kind, view.id);
  const back = `${itemsUrl(connection.id, kind)}${toQuery(state, { page: state.page })}`;
  return html`<details class="menu row"><summary aria-label="Menu of ${KIND_ONE[kind]} ${view.number}">⋯</summary>
  <div class="panel"><ul><li><a href="${self}">Open</a></li>
  <li>${commandButton(call, connection.id, kind, 'ready', view, back)}</li>
  <li>${commandButton(call, connection.id, kind, 'notReady', view, back)}</li>
  <li><a href="${self}#history">Transfer History</a></li></ul></div></details>`;
}

/** A command for one item; what is not allowed stands there greyed out, with the reason. */
export function commandButton(
  call: Call,
  connectionId: string,
  kind: ItemKind,
  verb: Verb,
  view: Row['view'],
  back: string,
): Html {
  const objection = objectionToCommand(call, verb, view);
  if (objection !== undefined)
    return html`<span class="disabled" aria-disabled="true">${VERBS[verb].one}<small>${objection}</small></span>`;
  return html`<form method="post" action="${actionsUrl(connectionId, kind)}">${csrfField(call)}
  <input type="hidden" name="id" value="${view.id}"><input type="hidden" name="back" value="${back}">
  <button class="item" name="verb" value="${verb}">${VERBS[verb].one}</button></form>`;
}

/** Where commands for items are sent: there a dry run comes first where there is something to say. */
export const actionsUrl = (connectionId: string, kind: ItemKind): string => itemsUrl(connectionId, `actions/${kind}`);
