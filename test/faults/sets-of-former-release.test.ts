import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { orderLine, purchaseOrder } from '../stories/snapshots.js';
import { beginStory } from '../stories/story.js';
import { expectExactlyOnce } from './exactly-once.js';
import { readyInvoices } from './scenario.js';
import { WebConnectorByHand } from './web-connector-by-hand.js';

/** Every message set becomes what 0.2.0 stored: it does not say what it asked, nor what came of it. */
const AS_0_2_0 = String.raw`
  create function as_0_2_0() returns trigger language plpgsql as $$
  begin
    if tg_op = 'INSERT' and new.state = 'planned' then
      new.request := json_build_object('requests',
        (select json_agg(part[1]) from regexp_matches(new.request, '(<\w+?Rq requestID=.*?</\w+?Rq>)', 'g') part),
        'onError', new.on_error)::text;
    end if;
    if new.outcome = 'stateNotStored' then new.message := 'message set status 9005'; end if;
    new.asked := null; new.on_error := null; new.outcome := null;
    return new;
  end $$;
  create trigger as_0_2_0 before insert or update on message_sets for each row execute function as_0_2_0()`;

const LOST = { misbehave: [{ do: 'loseResponse' as const }] };

let product: Product;
beforeAll(async () => {
  product = await startProduct();
  await product.database.query(AS_0_2_0);
});
afterAll(async () => {
  const { rows } = await product.database.query(
    'select count(*)::int as told from message_sets where asked is not null',
  );
  expect(rows).toEqual([{ told: 0 }]);
  await product.stop();
});

const cannotParse = (text: string) =>
  ({
    do: 'hresult',
    hresult: '0x80040400',
    at: ({ requestXml }: { requestXml: string }) => requestXml.includes(text),
  }) as const;

it('a set that QuickBooks cannot parse is halved, and its halves go out', async () => {
  const connection = await testConnection(product, 'halved');
  await readyInvoices(connection, 8);

  const session = await connection.session({ misbehave: [cannotParse('<RefNumber>I3</RefNumber>')] });

  expect(session).toMatchObject({
    outcome: 'done',
    closing: expect.stringMatching(/^7 records transferred, 1 failed/),
  });
  await expectExactlyOnce(product, connection, { transferred: 7 });
});

it('a rejection that was a late copy is taken back', async () => {
  const connection = await testConnection(product, 'late');
  await readyInvoices(connection, 2);
  const connector = await new WebConnectorByHand(product, connection).begin();
  const answer = connector.execute(await connector.firstHalf());
  await connector.reject();

  const percent = await connector.answer(answer);

  expect(await connector.finish(percent)).toBe('2 records transferred.');
  await expectExactlyOnce(product, connection, { transferred: 2 });
});

it('records whose set has no outcome after three sessions are found by key', async () => {
  const connection = await testConnection(product, 'by-key');
  await readyInvoices(connection, 3);
  for (let session = 0; session < 3; session += 1) await connection.session(LOST);

  await connection.session();

  await expectExactlyOnce(product, connection, { transferred: 3 });
});

it('a purchase order that is known in outline is asked for its lines, and received; canceled it is asked for links, and deleted', async () => {
  const story = await beginStory(product, 'order');
  const received = { lines: [orderLine({ received: '3' })] };
  await story.enqueue('purchase-orders', 'P1', purchaseOrder(received));
  await story.session(LOST);
  await story.run();
  expect(story.company.transactions({ type: 'ItemReceipt' })).toHaveLength(1);

  await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
  await story.run();
  await story.put('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2', status: 'Canceled' }));
  await story.run();

  expect(story.company.transactions({ type: 'PurchaseOrder' })).toHaveLength(1);
  expect(await story.get('purchase-orders', 'P2')).toMatchObject({ transferStatus: 'Transferred' });
});

it('a company file that stores no states of sets (9005) is not given one again', async () => {
  const connection = await testConnection(product, 'not-stored');
  await readyInvoices(connection, 1);
  await connection.session({ misbehave: [{ do: 'cannotStore' }] });
  await readyInvoices(connection, 1, 2);
  await connection.session({ misbehave: [{ do: 'cannotStore' }, ...LOST.misbehave] });

  await connection.session();

  await expectExactlyOnce(product, connection, { transferred: 2 });
});
