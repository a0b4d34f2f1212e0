import type { Item } from './snapshots/snapshot.js';

/** What people should know before they transfer an item; nothing is refused for it. */
export function warningOf(item: Item): string | undefined {
  if (item.kind !== 'purchase-orders') return undefined;
  const seen = new Set<string>();
  const twice = item.snapshot.lines
    .map(({ product }) => product.trim())
    .filter((product) => !isNew(seen, product.toLowerCase()));
  if (twice.length === 0) return undefined;
  return `The purchase order has the product "${twice[0]}" more than once; QuickBooks may refuse it and end its purchase orders for this run.`;
}

function isNew(seen: Set<string>, name: string): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  return true;
}
