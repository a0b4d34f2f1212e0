import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

const ITEMS = 100_000;

let harness: ConsoleHarness;
let operator: Browser;
beforeAll(async () => {
  harness = await startWithConnection();
  operator = await harness.as('operator');
  await harness.database.query(
    `insert into items (connection_id, kind, psa_id, number, snapshot, ready, outcome, transferred_at, failure)
     select 'acme', 'invoices', i::text, (100000 + i)::text,
       jsonb_build_object('date', '2026-01-05', 'customer', jsonb_build_object('name', 'Customer ' || i % 997), 'delivery', 'none', 'total', (i % 5000) || '.50', 'voided', false,
         'lines', jsonb_build_array(jsonb_build_object('item', 'Labor', 'quantity', '1', 'description', repeat('What was done. ', 10)))),
       i % 10 = 0, case when i % 50 = 0 then 'failed' when i % 10 = 0 then 'none' else 'transferred' end,
       case when i % 10 <> 0 then now() - make_interval(mins => i) end,
       case when i % 50 = 0 then jsonb_build_object('code', '3140', 'message', 'There is an invalid reference to ' || i % 7, 'snapshotVersion', 1) end
     from generate_series(1, $1::int) i`,
    [ITEMS],
  );
  await harness.database.query('vacuum analyze items');
}, 120_000);
afterAll(() => harness.close());

async function medianMs(url: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 7; run++) {
    const started = performance.now();
    const { statusCode } = await operator.get(url);
    times.push(performance.now() - started);
    expect(statusCode).toBe(200);
  }
  return times.sort((a, b) => a - b)[3] ?? Number.NaN;
}

const LIST = '/console/c/acme/invoices';

/** 100 ms is what a machine of its own needs at most; the tests share theirs with others. */
it.each([
  LIST,
  `${LIST}?page=1000`,
  `${LIST}?status=Pending%2FFailed`,
  `${LIST}?status=Transferred&sort=transferDate&size=100`,
  `${LIST}?sort=number&dir=asc`,
  `${LIST}?sort=amount&dir=desc`,
  `${LIST}?sort=party&dir=asc&from=2020-01-01`,
  `${LIST}?q=customer+99`,
  `${LIST}/500`,
  '/console/c/acme/failures',
  '/console/connections',
])('answers fast with 100,000 items: %s', async (url) => {
  const ms = await medianMs(url);

  expect(ms).toBeLessThan(1_000);
});
