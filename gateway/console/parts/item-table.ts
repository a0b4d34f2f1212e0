import type { ItemKind } from '../../../domain/kinds.js';
import type { Connection } from '../../../store/connections.js';
import { mayAs } from '../access/roles.js';
import { type Column, formatAmount, type Row } from '../columns.js';
import { objectionToCommand, VERBS, type Verb } from '../commands.js';
import { type Hole, type Html, html } from '../html.js';
import { KIND_ONE } from '../kinds.js';
import { csrfField, itemsUrl, itemUrl } from '../layout.js';
import type { Call } from '../page.js';
import { type SearchState, toQuery } from '../search-state.js';
import { whatToDo } from './cause-link.js';
import { grid, gridCell, tick } from './grid.js';
import { statusMark } from './marks.js';

export type Table = {
  call: Call;
  connection: Connection;
  kind: ItemKind;
  state: SearchState;
  columns: readonly Column[];
  rows: readonly Row[];
};

/** The rows that a search found. */
export function itemTable(table: Table): Html {
  const { call, connection, kind, state, columns, rows } = table;
  const hasTicks = mayAs(call.user.role, 'operator');
  const url = itemsUrl(connection.id, kind);
  return grid({
    url,
    state,
    columns,
    hasTicks,
    hasMenus: true,
    rows: rows.map((row) => itemRow(table, row, hasTicks)),
  });
}

function itemRow(table: Table, row: Row, hasTicks: boolean): Html {
  const { id, number } = row.view;
  return html`<tr data-row>${hasTicks && tick('id', id, number || id)}
  <td class="actions">${rowMenu(table, row)}</td>${table.columns.map((column) => gridCell(column, cell(table, column, row)))}</tr>`;
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
  if (objection !== undefined) return greyedOut(verb, objection);
  return html`<form method="post" action="${actionsUrl(connectionId, kind)}">${csrfField(call)}
  <input type="hidden" name="id" value="${view.id}"><input type="hidden" name="back" value="${back}">
  <button class="item" name="verb" value="${verb}">${VERBS[verb].one}</button></form>`;
}

/** A command that is not allowed, and why. */
export const greyedOut = (verb: Verb, objection: string): Html =>
  html`<span class="disabled"><span aria-disabled="true">${VERBS[verb].one}</span><small>${objection}${whatToDo(objection)}</small></span>`;

/** Where commands for items are sent: there a dry run comes first where there is something to say. */
export const actionsUrl = (connectionId: string, kind: ItemKind): string => itemsUrl(connectionId, `actions/${kind}`);
