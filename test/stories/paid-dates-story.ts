import type { Product } from '../helpers/product.js';
import { beginStory, type Story } from './story.js';

export const AN_HOUR = 60 * 60_000;

/** Transfers invoices; the clock is then an hour further, so that paid dates are a reason for a session. */
export async function beginPaidDates(
  product: Product,
  name: string,
  invoices: Readonly<Record<string, object>>,
): Promise<Story> {
  const story = await beginStory(product, name);
  for (const [id, snapshot] of Object.entries(invoices)) await story.enqueue('invoices', id, snapshot);
  await story.run();
  product.clock.offsetMs += AN_HOUR;
  return story;
}
