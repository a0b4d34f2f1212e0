import { afterAll, beforeAll, it } from 'vitest';
import { type Harness, startWithConnection } from './harness.js';
let h: Harness;
beforeAll(async () => { h = await startWithConnection(); });
afterAll(() => h.close());
it('perf', { timeout: 120000 }, async () => {
  await h.database.query(`insert into items (connection_id, kind, psa_id, number, snapshot, outcome, transferred_at, ready)
   select 'acme', 'invoices', 'inv-' || n, 'N' || n, jsonb_build_object('date','2026-01-05','customer',jsonb_build_object('name','Customer '||n), 'total','1','voided',false,'delivery','none','lines',
     (select jsonb_agg(jsonb_build_object('item','Labor '||md5((n*k)::text),'description', md5(k::text)||md5(n::text), 'amount', k::text)) from generate_series(1,8) k)),
     case when n%10<8 then 'transferred' when n%10=8 then 'failed' else 'none' end, case when n%10<8 then timestamptz '2026-01-01' + n * interval '1 minute' end, n%1000=9
   from generate_series(1,100000) n`);
  for (const vac of [false, true]) {
    if (vac) await h.database.query('vacuum analyze items');
    else await h.database.query('analyze items');
    for (const q of ['', '?transferStatus=Pending', '?transferStatus=Pending/Failed', '?transferStatus=Transferred&page=1000', '?transferDateFrom=2026-02-01&transferDateTo=2026-02-01', '?needsResync=true', '?q=customer%20777', '?q=zzzz', '?pageSize=500']) {
      const t: number[] = [];
      for (let i = 0; i < 3; i++) { const t0 = performance.now(); const r = await h.call('GET', `/connections/acme/invoices${q}`); if (r.statusCode !== 200) console.log(r.body); t.push(Math.round(performance.now() - t0)); }
      console.log(vac, q, t.join(' '));
    }
    const t0 = performance.now(); await h.send({ url: '/metrics' }); console.log('metrics', performance.now() - t0);
  }
  console.log((await h.database.query(`select pg_size_pretty(pg_table_size('items')) a, pg_size_pretty(pg_relation_size('items_by_arrival')) b`)).rows);
});
