import { type Html, html } from '../html.js';
import { PAGE_SIZES, type SearchState, toQuery } from '../search-state.js';
import { thousands } from './marks.js';

type Pages = { page: number; size: number; total: number; link: (page: number) => string };

/** `1–50 of 1,234` and the ways to the other pages. */
export function pager({ page, size, total, link }: Pages): Html {
  const last = Math.max(1, Math.ceil(total / size));
  const first = Math.min((page - 1) * size + 1, total);
  const step = (to: number, sign: string, name: string): Html =>
    to < 1 || to > last || to === page
      ? html`<span class="step" aria-hidden="true">${sign}</span>`
      : html`<a class="step" href="${link(to)}" aria-label="${name}" rel="${to > page ? 'next' : 'prev'}">${sign}</a>`;
  return html`<nav class="pager" aria-label="Pages">
  <span>${thousands(first)}–${thousands(Math.min(page * size, total))} of ${thousands(total)}</span>
  ${step(page === 1 ? 0 : 1, '«', 'First page')}${step(page - 1, '‹', 'Previous page')}
  <span>page ${thousands(page)} of ${thousands(last)}</span>
  ${step(page + 1, '›', 'Next page')}${step(page === last ? 0 : last, '»', 'Last page')}
</nav>`;
}

/** How many rows a page has. */
export const sizes = (url: string, state: SearchState): Html =>
  html`<span class="sizes">Rows ${PAGE_SIZES.map((size) =>
    size === state.size
      ? html`<strong aria-current="true">${size}</strong> `
      : html`<a href="${url}${toQuery(state, { size })}">${size}</a> `,
  )}</span>`;
