import type { Column } from '../columns.js';
import { type Hole, type Html, html } from '../html.js';
import { type SearchState, toQuery } from '../search-state.js';

type Grid = {
  url: string;
  state: SearchState;
  columns: readonly Pick<Column, 'key' | 'title' | 'sort' | 'isNumber'>[];
  /** Rows can be ticked for a command: what the box before each row is for is said by `tick`. */
  hasTicks: boolean;
  /** Rows have a menu. */
  hasMenus: boolean;
  rows: readonly Html[];
};

/** The table of a search page; its headings sort. The boxes belong to the form `bulk`. */
export function grid({ url, state, columns, hasTicks, hasMenus, rows }: Grid): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Search results"><table class="grid">
  <thead><tr>${hasTicks && html`<th class="tick"><input type="checkbox" data-all aria-label="Select all rows of this page"></th>`}
  ${hasMenus && html`<th><span class="sr">Actions</span></th>`}${columns.map((column) => heading(url, state, column))}</tr></thead>
  <tbody>${rows}</tbody></table></div>`;
}

function heading(url: string, state: SearchState, { title, sort, isNumber }: Grid['columns'][number]): Html {
  const style = isNumber ? 'number' : '';
  if (sort === undefined) return html`<th scope="col" class="${style}">${title}</th>`;
  const isActive = state.sort === sort;
  const dir = isActive && state.dir === 'asc' ? 'desc' : 'asc';
  const sorted = isActive ? (state.dir === 'asc' ? 'ascending' : 'descending') : 'none';
  const arrow = isActive ? (state.dir === 'asc' ? ' ▲' : ' ▼') : '';
  const href = `${url}${toQuery(state, { sort, dir })}`;
  return html`<th scope="col" class="${style}" aria-sort="${sorted}"><a href="${href}">${title}<span aria-hidden="true">${arrow}</span></a></th>`;
}

/** The box before a row; `name` is what its value is called in the form. */
export const tick = (name: 'id' | 'batch', value: string, label: string): Html =>
  html`<td class="tick"><input type="checkbox" form="bulk" name="${name}" value="${value}" aria-label="Select ${label}"></td>`;

export const gridCell = ({ key, isNumber }: Pick<Column, 'key' | 'isNumber'>, content: Hole): Html =>
  html`<td class="${isNumber ? 'number' : `col-${key}`}">${content}</td>`;
