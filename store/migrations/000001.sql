-- Connections: one QuickBooks company file with its credentials (S31: file_id is what QBWC writes into the file).
create table connections (
  id text primary key,
  display_name text not null,
  username text not null unique,
  password_hash text not null,
  company_file text not null default '',
  run_every_minutes integer,
  settings jsonb not null,
  file_id uuid not null default gen_random_uuid(),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz,
  -- Paid dates are by themselves a reason for a session at most hourly (S22).
  paid_asked_at timestamptz,
  -- Accounts that new items post to, found in QuickBooks by type.
  posting_accounts jsonb
);

-- Sessions: one QBWC run. The ticket itself is never stored.
create table sessions (
  id text primary key,
  connection_id text not null references connections,
  ticket_hash bytea not null unique,
  state text not null check (state in ('open', 'closed', 'failed', 'lost', 'replaced')),
  started_at timestamptz not null,
  last_call_at timestamptz not null,
  ended_at timestamptz,
  file_checked boolean not null default false,
  company_name text,
  planned integer not null default 0,
  answered integer not null default 0,
  records_sent integer not null default 0,
  records_succeeded integer not null default 0,
  records_failed integer not null default 0,
  purchase_orders_stopped boolean not null default false,
  -- The message set that waits for its answer: asked again, the same bytes go out.
  current_set_id text,
  paid_date_requests integer not null default 0,
  last_error text,
  last_seq integer not null default 0,
  applied_seq integer not null default 0,
  relayed_at timestamptz,
  check ((state = 'open') = (ended_at is null))
);
create unique index sessions_one_open on sessions (connection_id) where ended_at is null;
create index sessions_by_start on sessions (connection_id, started_at desc, id);
create index sessions_unapplied on sessions (id) where last_seq > applied_seq;

-- What happened to a session, numbered and relayed like the events of an item.
create table session_events (
  session_id text not null references sessions,
  seq integer not null,
  at timestamptz not null,
  type text not null,
  payload jsonb not null,
  primary key (session_id, seq)
);

-- Items. Columns of the gateway first, those that only the item's workflow writes (through its projection) last.
create table items (
  id bigint primary key generated always as identity,
  connection_id text not null references connections,
  kind text not null check (kind in ('invoices', 'purchase-orders', 'timesheets', 'expense-reports')),
  psa_id text not null,
  number text not null,
  snapshot jsonb not null,
  snapshot_version integer not null default 1,
  psa_revision bigint,
  last_seq integer not null default 0,
  last_event_at timestamptz,
  relayed_at timestamptz,
  -- Judged by the gateway with every event and answer: ready, eligible, and something left that may be sent.
  to_send boolean not null default false,
  ready_at timestamptz,
  -- Failed in this session, or built on what did: left out until the session ends.
  sat_out_session_id text references sessions,
  refused_at timestamptz,
  sent_alone boolean not null default false,
  -- Sent in this session and not judged yet.
  session_id text references sessions,
  marked_by_batch boolean not null default false,
  paid_date date,
  -- Paid in QuickBooks, not yet compared with its namesakes (S23).
  paid_seen date,
  paid_asked_at timestamptz,
  paid_final boolean not null default false,
  applied_seq integer not null default 0,
  ready boolean not null default false,
  outcome text not null default 'none' check (outcome in ('none', 'failed', 'transferred')),
  transferred_at timestamptz,
  needs_resync boolean not null default false,
  in_flight boolean not null default false,
  withdrawn boolean not null default false,
  canceled boolean not null default false,
  generation integer not null default 1,
  begun boolean not null default false,
  failure jsonb,
  unique (connection_id, kind, psa_id)
);
-- The claim: what it costs does not depend on how many items wait.
create index items_to_send on items (connection_id, kind, ready_at, id)
  where to_send and sat_out_session_id is null and not sent_alone and refused_at is null;
create index items_to_send_last on items (connection_id, kind, refused_at, ready_at, id)
  where to_send and sat_out_session_id is null and (sent_alone or refused_at is not null);
create index items_sat_out on items (sat_out_session_id) where sat_out_session_id is not null;
create index items_of_session on items (session_id) where session_id is not null;
create index items_unapplied on items (last_event_at) where last_seq > applied_seq;
create index items_by_number on items (connection_id, kind, number, id);
create index items_paid_dates on items (connection_id, paid_asked_at nulls first, id)
  where kind = 'invoices' and outcome = 'transferred' and paid_date is null and not paid_final;
create index items_paid_seen on items (connection_id) where paid_seen is not null;

-- Events: whatever is accepted about an item, numbered per item from 1 without a gap.
create table item_events (
  item_id bigint not null references items,
  seq integer not null,
  at timestamptz not null,
  type text not null,
  payload jsonb not null,
  session_id text references sessions,
  session_seq integer,
  primary key (item_id, seq)
);
create index item_events_of_session on item_events (session_id, session_seq) where session_id is not null;

-- Message sets with the exact bytes that QuickBooks gets (P505, P510).
create table message_sets (
  id text primary key check (length(id) <= 23),
  connection_id text not null references connections,
  file_id uuid not null,
  session_id text not null references sessions,
  recovered_by_session_id text references sessions,
  purpose text not null,
  writes boolean not null,
  old_message_set_id text,
  request text not null,
  state text not null check (state in ('planned', 'sent', 'answered', 'rejected', 'abandoned')),
  created_at timestamptz not null,
  sent_at timestamptz,
  settled_at timestamptz,
  freed boolean not null default false,
  -- Of a planned half: where its first request stood in the set that was rejected first.
  place integer not null default 0,
  -- Sessions that sent it without learning the outcome; by_key: what it did is to be found by queries.
  tries integer not null default 0,
  by_key boolean not null default false,
  response text,
  hresult text,
  message text
);
-- One unsettled writing set per connection and company file.
create unique index message_sets_one_unsettled on message_sets (connection_id, file_id) where writes and state = 'sent';
create index message_sets_planned on message_sets (connection_id, place) where state = 'planned';
create index message_sets_of_session on message_sets (session_id, created_at);
create index message_sets_to_free on message_sets (connection_id, file_id, settled_at) where writes and state = 'answered' and not freed;

-- Records: the ledger of what QuickBooks has of an item.
create table records (
  id bigint primary key generated always as identity,
  item_id bigint not null references items,
  key text not null,
  generation integer not null,
  type text not null,
  state text not null check (state in ('sent', 'added', 'deleted', 'refused', 'notProcessed', 'unknown')),
  -- The set that carried it last; none when it was refused before it could be sent.
  message_set_id text references message_sets deferrable initially deferred,
  request_id text,
  external_guid text not null,
  snapshot_version integer not null,
  line_ids jsonb not null,
  -- What QuickBooks can be asked for it by: customer or vendor, date, number.
  lookup jsonb not null,
  quantity text,
  txn_id text,
  edit_sequence text,
  ref_number text,
  list_id text,
  lines jsonb not null default '{}',
  needs_details boolean not null default false,
  status_code integer,
  status_message text,
  settled_at timestamptz,
  settled_in_session_id text references sessions,
  unique (item_id, key, generation)
);
create index records_of_message_set on records (message_set_id);
create index records_needing_details on records (item_id) where needs_details;
create index records_by_txn on records (txn_id) where txn_id is not null;

-- Transfer History (S27): what people read; nothing is ever changed or removed here.
create table item_history (
  id bigint primary key generated always as identity,
  item_id bigint not null references items,
  at timestamptz not null,
  event text not null,
  session_id text references sessions,
  message_set_id text,
  status_code integer,
  message text,
  hint text
);
create index item_history_of_item on item_history (item_id, id);

-- Invoice batches (S16). Both sides may name what has not arrived yet.
create table invoice_batches (
  connection_id text not null references connections,
  id text not null,
  status text not null check (status in ('processing', 'finished')),
  mark_ready_to_transfer boolean not null,
  primary key (connection_id, id)
);
create table invoice_batch_members (
  connection_id text not null,
  batch_id text not null,
  invoice_id text not null,
  primary key (connection_id, batch_id, invoice_id),
  foreign key (connection_id, batch_id) references invoice_batches (connection_id, id)
);
create index invoice_batch_members_by_invoice on invoice_batch_members (connection_id, invoice_id);

-- What the PSA should know; the cursor never goes back (see store/changes.ts).
create table changes (
  cursor bigint primary key generated always as identity,
  connection_id text not null references connections,
  item_id bigint not null references items,
  at timestamptz not null,
  type text not null check (type in ('transferred', 'paidDate', 'externalPoNumber', 'deleted')),
  value text not null,
  reason text,
  delivered_at timestamptz
);
create index changes_of_connection on changes (connection_id, cursor);
create index changes_undelivered on changes (connection_id, cursor) where delivered_at is null;

-- Names that a connection may create in QuickBooks: what is known of each. No item owns one.
create table list_entries (
  connection_id text not null references connections,
  list text not null check (list in ('customers', 'vendors', 'items')),
  -- The FullName in lower case: QuickBooks does not tell case apart.
  key text not null,
  full_name text not null,
  is_goods boolean not null,
  state text not null check (state in ('missing', 'adding', 'there', 'refused')),
  message text,
  session_id text references sessions,
  message_set_id text references message_sets deferrable initially deferred,
  primary key (connection_id, list, key)
);
create index list_entries_missing on list_entries (connection_id) where state = 'missing';
create index list_entries_of_message_set on list_entries (message_set_id) where message_set_id is not null;
