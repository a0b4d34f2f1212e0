// What the pages have beyond plain HTML: they work without it, too.

// Times are shown in the zone of the browser: the server learns it here, already on the sign-in page.
// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser.
document.cookie = `console_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}; path=/console; max-age=31536000; samesite=lax`;

const menus = () => document.querySelectorAll('details.menu[open]');

/** The browser would cut a menu off at the edge of a table that scrolls: it is shown over everything. */
function place(menu) {
  const panel = menu.querySelector(':scope > .panel');
  if (panel === null || !menu.classList.contains('row')) return;
  const { left, bottom, top } = menu.getBoundingClientRect();
  panel.style.position = 'fixed';
  panel.style.left = `${Math.max(4, Math.min(left, innerWidth - panel.offsetWidth - 8))}px`;
  const below = bottom + panel.offsetHeight + 8 < innerHeight;
  panel.style.top = `${below ? bottom + 2 : Math.max(4, top - panel.offsetHeight - 2)}px`;
}

document.addEventListener(
  'toggle',
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.matches('.menu') || !menu.open) return;
    for (const other of menus()) if (other !== menu && !other.contains(menu)) other.open = false;
    place(menu);
  },
  true,
);
document.addEventListener('click', (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener(
  'scroll',
  (event) => {
    if (event.target instanceof Element && event.target.matches('.scroll'))
      for (const menu of menus()) if (menu.matches('.row')) menu.open = false;
  },
  true,
);

document.addEventListener('keydown', (event) => {
  const menu = event.target instanceof Element ? event.target.closest('details.menu') : null;
  if (event.key === 'Escape') {
    for (const open of menus()) {
      open.open = false;
      if (open === menu) open.querySelector('summary')?.focus();
    }
    return;
  }
  if (menu === null || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
  if (event.target.matches('input, select, textarea')) return;
  event.preventDefault();
  menu.open = true;
  const entries = [...menu.querySelectorAll('.panel a, .panel button, .panel input:not([type=hidden]), ul a')];
  const at = entries.indexOf(document.activeElement);
  const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
  entries.at(next % entries.length)?.focus();
});

// The menu of a row by the right mouse button.
document.addEventListener('contextmenu', (event) => {
  if (!(event.target instanceof Element) || event.target.closest('a, input, .panel') !== null) return;
  const menu = event.target.closest('tr[data-row]')?.querySelector('details.menu.row');
  if (!(menu instanceof HTMLDetailsElement)) return;
  event.preventDefault();
  menu.open = true;
  menu.querySelector('summary')?.focus();
});

// Selecting: all of the page, and a range with Shift.
let anchor = null;
const ticks = () => [...document.querySelectorAll('tr[data-row] .tick input')];

function count() {
  const all = ticks();
  const ticked = all.filter((box) => box.checked).length;
  const head = document.querySelector('input[data-all]');
  if (head !== null) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
  const wholeSearch = document.querySelector('#bulk input[name="all"]')?.checked;
  const label = document.querySelector('[data-count]');
  if (label !== null)
    label.textContent = wholeSearch ? 'Selected (all)' : ticked > 0 ? `Selected (${ticked})` : 'Selected';
}

document.addEventListener('click', (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== 'checkbox') return;
  if (box.matches('[data-all]')) for (const each of ticks()) each.checked = box.checked;
  if (box.matches('tr[data-row] .tick input')) {
    const all = ticks();
    if (event.shiftKey && anchor !== null && all.includes(anchor)) {
      const [from, to] = [all.indexOf(anchor), all.indexOf(box)].sort((a, b) => a - b);
      for (const each of all.slice(from, to + 1)) each.checked = box.checked;
    }
    anchor = box;
  }
  count();
});
document.addEventListener('htmx:afterSettle', count);
addEventListener('pageshow', count);

// A page that follows something asks for nothing while nobody looks at it.
document.addEventListener('htmx:beforeRequest', (event) => {
  if (document.hidden && event.detail.elt.matches('[hx-trigger^="every "]')) event.preventDefault();
});
