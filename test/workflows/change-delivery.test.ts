import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Psa } from '../../psa/port.js';
import { deliveryWorkflowId } from '../../workflows/messages.js';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { beginStory } from '../stories/story.js';

/** A PSA that refuses what one connection has to say, until it is well again. */
const psa = {
  refuses: '',
  told: [] as string[],
  async tell(connectionId: string): Promise<void> {
    if (connectionId === psa.refuses) throw new Error('503');
    psa.told.push(connectionId);
  },
};

let product: Product;
beforeAll(async () => {
  product = await startProduct({ psa: psa satisfies Psa });
});
afterAll(() => product.stop());

describe('a PSA that refuses what one connection has to say', () => {
  it('hears of the others, however often the relay looks, and of it all once it is well', async () => {
    const [sick, well] = [await beginStory(product, 'sick'), await beginStory(product, 'well')];
    psa.refuses = sick.id;
    for (const { enqueue, run } of [sick, well]) {
      await enqueue('invoices', 'I1', invoice());
      await run();
    }

    for (let look = 0; look < 5; look += 1) await product.relay();

    await expect.poll(() => psa.told).toContain(well.id);
    const { events } = await product.client.workflow.getHandle(deliveryWorkflowId(sick.id)).fetchHistory();
    // A run takes ten thousand signals, and the relay looks every two seconds.
    expect((events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes)).toEqual([]);
    psa.refuses = '';
    await expect.poll(() => psa.told, { timeout: 20_000 }).toContain(sick.id);
  });
});
