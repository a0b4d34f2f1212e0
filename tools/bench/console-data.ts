import type { Database } from '../../store/database.js';

/** What a year of a busy company leaves behind: every page then has as much to look through as it ever will. */
export type ConsoleData = { connectionId: string; items: number; batches: number; sessions: number };

const RECORDS_A_SET = 50;
const SETS_A_SESSION = 20;

/** Of 50 invoices one has failed, of ten one waits; the rest is in QuickBooks. Every tenth of the failed ones is held. */
const ITEMS = `insert into items (connection_id, kind, psa_id, number, snapshot, last_seq, applied_seq, ready, to_send, ready_at, outcome, transferred_at, failure)
  select $1, 'invoices', 'I-' || i, (100000 + i)::text,
    jsonb_build_object('number', (100000 + i)::text, 'date', (date '2026-01-01' + i % 365)::text, 'batchId', 'B-' || i / 50,
      'customer', jsonb_build_object('name', 'Customer ' || i % 997), 'delivery', 'none', 'total', (i % 5000) || '.50', 'voided', false,
      'billTo', jsonb_build_object('addr1', '1 Main Street', 'city', 'Albany', 'state', 'NY', 'postalCode', '12207'),
      'lines', jsonb_build_array(
        jsonb_build_object('item', 'Remote Support', 'description', 'Mail flow on the exchange server, ticket ' || i, 'quantity', '1.5', 'rate', '125.00'),
        jsonb_build_object('item', 'Onsite Support', 'description', 'Replaced the firewall in the server room', 'quantity', '1', 'rate', '150.00'))),
    3, 3, i % 10 = 0 and i % 500 <> 0, i % 10 = 0 and i % 500 <> 0, case when i % 10 = 0 then now() end,
    case when i % 50 = 0 then 'failed' when i % 10 = 0 then 'none' else 'transferred' end,
    case when i % 10 <> 0 then now() - make_interval(mins => i) end,
    case when i % 50 = 0 then jsonb_build_object('code', (array['3140', '3180', '3240', '3070'])[1 + i / 50 % 4],
      'message', 'There is an invalid reference to QuickBooks Customer "Customer ' || i % 7 || '" in the invoice.', 'snapshotVersion', 1) end
  from generate_series(1, $2::int) i`;

const SESSIONS = `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at, file_checked, company_name, planned, answered, records_sent, records_succeeded)
  select 's-' || s, $1, decode(md5('s-' || s), 'hex'), 'closed', now() - make_interval(hours => s + 1), now() - make_interval(hours => s), now() - make_interval(hours => s),
    true, 'Sample company', 1000, 1000, 1000, 980
  from generate_series(0, $2::int - 1) s`;

/** A message set as large as real ones are: the pages measure it and cut it up. */
const MESSAGE_SETS = `insert into message_sets (id, connection_id, file_id, session_id, purpose, writes, request, response, state, created_at, sent_at, settled_at, freed)
  select 'm-' || m, $1, c.file_id, 's-' || m / ${SETS_A_SESSION}, 'write', true,
    (select string_agg(format('<InvoiceAddRq requestID="%s"><InvoiceAdd>%s</InvoiceAdd></InvoiceAddRq>', r, repeat('<InvoiceLineAdd><Desc>What was done</Desc></InvoiceLineAdd>', 20)), '') from generate_series(1, ${RECORDS_A_SET}) r),
    (select string_agg(format('<InvoiceAddRs requestID="%s" statusCode="0"><InvoiceRet>%s</InvoiceRet></InvoiceAddRs>', r, repeat('<InvoiceLineRet><Desc>What was done</Desc></InvoiceLineRet>', 20)), '') from generate_series(1, ${RECORDS_A_SET}) r),
    'answered', now() - make_interval(mins => m), now() - make_interval(mins => m), now() - make_interval(mins => m), true
  from generate_series(0, $2::int - 1) m cross join (select file_id from connections where id = $1) c`;

const RECORDS = `insert into records (item_id, key, generation, type, state, message_set_id, request_id, external_guid, snapshot_version, line_ids, lookup, txn_id, ref_number, file_id, settled_at)
  select i.id, 'addition', 1, 'InvoiceAdd', case when i.outcome = 'failed' then 'refused' else 'added' end, 'm-' || (n - 1) / ${RECORDS_A_SET}, (1 + (n - 1) % ${RECORDS_A_SET})::text,
    gen_random_uuid()::text, 1, '[]', '{}', case when i.outcome = 'transferred' then to_hex(i.id) || '-1767225600' end, i.number, c.file_id, now()
  from (select *, row_number() over (order by id) as n from items where connection_id = $1) i join connections c on c.id = i.connection_id
  where i.outcome <> 'none'`;

const HISTORY = `insert into item_history (item_id, at, event, session_id, message_set_id, message)
  select r.item_id, now() - make_interval(days => 3 - e), (array['setReady', 'added', 'succeeded'])[e], m.session_id, case when e = 2 then r.message_set_id end, null
  from records r join message_sets m on m.id = r.message_set_id cross join generate_series(1, 3) e where m.connection_id = $1`;

const BATCHES = `insert into invoice_batches (connection_id, id, status, mark_ready_to_transfer)
  select $1, 'B-' || b, 'finished', true from generate_series(0, $2::int) b`;
const MEMBERS = `insert into invoice_batch_members (connection_id, batch_id, invoice_id)
  select connection_id, snapshot ->> 'batchId', psa_id from items where connection_id = $1`;

/** Fills a connection by a few set-based statements, past the gateway. */
export async function loadConsoleData(database: Database, connectionId: string, items: number): Promise<ConsoleData> {
  const sets = Math.ceil(items / RECORDS_A_SET);
  const sessions = Math.ceil(sets / SETS_A_SESSION);
  const steps: [string, unknown[]][] = [
    [ITEMS, [connectionId, items]],
    [SESSIONS, [connectionId, sessions]],
    [MESSAGE_SETS, [connectionId, sets]],
    [RECORDS, [connectionId]],
    [HISTORY, [connectionId]],
    [BATCHES, [connectionId, Math.floor(items / 50)]],
    [MEMBERS, [connectionId]],
    ['vacuum analyze', []],
  ];
  const client = await database.connect();
  try {
    // A hundred thousand rows a statement.
    await client.query('set statement_timeout = 0');
    for (const [text, values] of steps)
      await client.query({ text, values, query_timeout: 600_000 } as { text: string });
  } finally {
    // It is as no other: it does not go back.
    client.release(true);
  }
  return { connectionId, items, batches: Math.floor(items / 50) + 1, sessions };
}
