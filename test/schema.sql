table adoption_findings: 
  run_id bigint not null
  item_id bigint not null
  key text not null
  generation integer not null
  verdict text not null
  message_set_id text
  request_id text
  record jsonb not null
  candidates ARRAY not null = '{}'::text[]
table adoption_runs: 
  id bigint not null identity
  connection_id text not null
  state text not null
  applies boolean not null
  since date not null
  armed_at timestamp with time zone not null
  ended_at timestamp with time zone
  cursor bigint not null = 0
  asked_in_pass integer not null = 0
  asked integer not null = 0
table bulk_action_items: 
  bulk_id uuid not null
  place integer not null
  psa_id text not null
  ok boolean
  reason text
  retransfer boolean not null = false
table bulk_actions: 
  id uuid not null = gen_random_uuid()
  connection_id text not null
  kind text not null
  verb text not null
  retransfer boolean not null
  user_name text not null
  created_at timestamp with time zone not null
  total integer not null
  worked_at timestamp with time zone not null
  ended_at timestamp with time zone
table changes: 
  cursor bigint not null identity
  connection_id text not null
  item_id bigint not null
  at timestamp with time zone not null
  type text not null
  value text not null
  reason text
  delivered_at timestamp with time zone
table connection_moves: 
  id bigint not null identity
  connection_id text not null
  from_file_id uuid not null
  to_file_id uuid not null
  at timestamp with time zone not null
  reason text not null
table connections: 
  id text not null
  display_name text not null
  username text not null
  password_hash text not null
  company_file text not null = ''::text
  run_every_minutes integer
  settings jsonb not null
  file_id uuid not null = gen_random_uuid()
  created_at timestamp with time zone not null = now()
  last_seen_at timestamp with time zone
  paid_asked_at timestamp with time zone
  posting_accounts jsonb
  quickbooks jsonb
  web_connector_version text
  password_version integer not null = 0
  password_is_short boolean
table console_log: 
  id bigint not null identity
  at timestamp with time zone not null
  user_name text not null
  action text not null
  subject text not null
  detail text
table invoice_batch_members: 
  connection_id text not null
  batch_id text not null
  invoice_id text not null
table invoice_batches: 
  connection_id text not null
  id text not null
  status text not null
  mark_ready_to_transfer boolean not null
table item_events: 
  item_id bigint not null
  seq integer not null
  at timestamp with time zone not null
  type text not null
  payload jsonb not null
  session_id text
  session_seq integer
table item_history: 
  id bigint not null identity
  item_id bigint not null
  at timestamp with time zone not null
  event text not null
  session_id text
  message_set_id text
  status_code integer
  message text
  hint text
  actor text
  code text
  txn_id text
table items: 
  id bigint not null identity
  connection_id text not null
  kind text not null
  psa_id text not null
  number text not null
  snapshot jsonb not null
  snapshot_version integer not null = 1
  psa_revision bigint
  last_seq integer not null = 0
  last_event_at timestamp with time zone
  relayed_at timestamp with time zone
  to_send boolean not null = false
  ready_at timestamp with time zone
  sat_out_session_id text
  refused_at timestamp with time zone
  sent_alone boolean not null = false
  session_id text
  marked_by_batch boolean not null = false
  paid_date date
  paid_seen date
  paid_asked_at timestamp with time zone
  paid_final boolean not null = false
  applied_seq integer not null = 0
  ready boolean not null = false
  outcome text not null = 'none'::text
  transferred_at timestamp with time zone
  needs_resync boolean not null = false
  in_flight boolean not null = false
  withdrawn boolean not null = false
  canceled boolean not null = false
  generation integer not null = 1
  begun boolean not null = false
  failure jsonb
  party text = COALESCE((snapshot #>> '{customer,name}'::text[]), (snapshot #>> '{vendor,name}'::text[]), (snapshot #>> '{resource,name}'::text[]), (snapshot #>> '{submitter,name}'::text[]))
  short_number text = "left"(number, 60)
  short_party text = "left"(COALESCE((snapshot #>> '{customer,name}'::text[]), (snapshot #>> '{vendor,name}'::text[]), (snapshot #>> '{resource,name}'::text[]), (snapshot #>> '{submitter,name}'::text[])), 60)
  item_date text = COALESCE((snapshot ->> 'date'::text), (snapshot ->> 'periodStart'::text), (snapshot ->> 'weekEnding'::text))
  amount numeric = item_amount(kind, snapshot)
  search_text text = lower((((("left"(number, 120) || chr(10)) || psa_id) || chr(10)) || COALESCE("left"(COALESCE((snapshot #>> '{customer,name}'::text[]), (snapshot #>> '{vendor,name}'::text[]), (snapshot #>> '{resource,name}'::text[]), (snapshot #>> '{submitter,name}'::text[])), 120), ''::text)))
  stated_number text
table list_entries: 
  connection_id text not null
  list text not null
  key text not null
  full_name text not null
  is_goods boolean not null
  state text not null
  message text
  session_id text
  message_set_id text
  share integer
table message_sets: 
  id text not null
  connection_id text not null
  file_id uuid not null
  session_id text not null
  recovered_by_session_id text
  purpose text not null
  writes boolean not null
  old_message_set_id text
  request text not null
  state text not null
  created_at timestamp with time zone not null
  sent_at timestamp with time zone
  settled_at timestamp with time zone
  freed boolean not null = false
  place integer not null = 0
  tries integer not null = 0
  by_key boolean not null = false
  response text
  hresult text
  message text
  key_tries integer not null = 0
  asked jsonb
  on_error text
  outcome text
table migrations: 
  name text not null
  applied_at timestamp with time zone not null = now()
table records: 
  id bigint not null identity
  item_id bigint not null
  key text not null
  generation integer not null
  type text not null
  state text not null
  message_set_id text
  request_id text
  external_guid text not null
  snapshot_version integer not null
  line_ids jsonb not null
  lookup jsonb not null
  quantity text
  txn_id text
  edit_sequence text
  ref_number text
  list_id text
  lines jsonb not null = '{}'::jsonb
  needs_details boolean not null = false
  status_code integer
  status_message text
  settled_at timestamp with time zone
  settled_in_session_id text
  file_id uuid not null
  settled_by_hand boolean not null = false
table refused_web_connectors: 
  name text not null
  count integer not null
  first_at timestamp with time zone not null
  last_at timestamp with time zone not null
  last_address text not null
table saved_views: 
  id bigint not null identity
  user_id bigint not null
  page text not null
  name text not null
  query text not null
table session_events: 
  session_id text not null
  seq integer not null
  at timestamp with time zone not null
  type text not null
  payload jsonb not null
table sessions: 
  id text not null
  connection_id text not null
  ticket_hash bytea not null
  state text not null
  started_at timestamp with time zone not null
  last_call_at timestamp with time zone not null
  ended_at timestamp with time zone
  file_checked boolean not null = false
  company_name text
  planned integer not null = 0
  answered integer not null = 0
  records_sent integer not null = 0
  records_succeeded integer not null = 0
  records_failed integer not null = 0
  purchase_orders_stopped boolean not null = false
  current_set_id text
  paid_date_requests integer not null = 0
  last_error text
  last_seq integer not null = 0
  applied_seq integer not null = 0
  relayed_at timestamp with time zone
  quickbooks jsonb
  web_connector_version text
  astray_set_id text
  last_error_code text
  last_error_hresult text
table user_columns: 
  user_id bigint not null
  page text not null
  columns ARRAY not null
table user_sessions: 
  token_hash bytea not null
  user_id bigint not null
  created_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
table users: 
  id bigint not null identity
  name text not null
  role text not null
  password_hash text not null
  created_at timestamp with time zone not null
  disabled_at timestamp with time zone
  password_version integer not null = 0
table worker_heartbeats: 
  task_queue text not null
  beat_at timestamp with time zone not null

constraint on adoption_findings: CHECK ((verdict = ANY (ARRAY['asked'::text, 'found'::text, 'absent'::text, 'unclear'::text])))
constraint on adoption_findings: FOREIGN KEY (item_id) REFERENCES items(id)
constraint on adoption_findings: FOREIGN KEY (run_id) REFERENCES adoption_runs(id)
constraint on adoption_findings: PRIMARY KEY (run_id, item_id, key, generation)
constraint on adoption_runs: CHECK ((state = ANY (ARRAY['looking'::text, 'looked'::text, 'done'::text, 'canceled'::text])))
constraint on adoption_runs: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on adoption_runs: PRIMARY KEY (id)
constraint on bulk_action_items: FOREIGN KEY (bulk_id) REFERENCES bulk_actions(id)
constraint on bulk_action_items: PRIMARY KEY (bulk_id, place)
constraint on bulk_actions: CHECK ((verb = ANY (ARRAY['ready'::text, 'notReady'::text])))
constraint on bulk_actions: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on bulk_actions: PRIMARY KEY (id)
constraint on changes: CHECK ((type = ANY (ARRAY['transferred'::text, 'paidDate'::text, 'externalPoNumber'::text, 'deleted'::text])))
constraint on changes: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on changes: FOREIGN KEY (item_id) REFERENCES items(id)
constraint on changes: PRIMARY KEY (cursor)
constraint on connection_moves: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on connection_moves: PRIMARY KEY (id)
constraint on connections: PRIMARY KEY (id)
constraint on connections: UNIQUE (username)
constraint on console_log: PRIMARY KEY (id)
constraint on invoice_batch_members: FOREIGN KEY (connection_id, batch_id) REFERENCES invoice_batches(connection_id, id)
constraint on invoice_batch_members: PRIMARY KEY (connection_id, batch_id, invoice_id)
constraint on invoice_batches: CHECK ((status = ANY (ARRAY['processing'::text, 'finished'::text])))
constraint on invoice_batches: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on invoice_batches: PRIMARY KEY (connection_id, id)
constraint on item_events: FOREIGN KEY (item_id) REFERENCES items(id)
constraint on item_events: FOREIGN KEY (session_id) REFERENCES sessions(id)
constraint on item_events: PRIMARY KEY (item_id, seq)
constraint on item_history: FOREIGN KEY (item_id) REFERENCES items(id)
constraint on item_history: FOREIGN KEY (session_id) REFERENCES sessions(id)
constraint on item_history: PRIMARY KEY (id)
constraint on items: CHECK ((kind = ANY (ARRAY['invoices'::text, 'purchase-orders'::text, 'timesheets'::text, 'expense-reports'::text])))
constraint on items: CHECK ((outcome = ANY (ARRAY['none'::text, 'failed'::text, 'transferred'::text])))
constraint on items: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on items: FOREIGN KEY (sat_out_session_id) REFERENCES sessions(id)
constraint on items: FOREIGN KEY (session_id) REFERENCES sessions(id)
constraint on items: PRIMARY KEY (id)
constraint on items: UNIQUE (connection_id, kind, psa_id)
constraint on list_entries: CHECK ((list = ANY (ARRAY['customers'::text, 'vendors'::text, 'items'::text])))
constraint on list_entries: CHECK ((state = ANY (ARRAY['missing'::text, 'adding'::text, 'there'::text, 'refused'::text])))
constraint on list_entries: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on list_entries: FOREIGN KEY (message_set_id) REFERENCES message_sets(id) DEFERRABLE INITIALLY DEFERRED
constraint on list_entries: FOREIGN KEY (session_id) REFERENCES sessions(id)
constraint on list_entries: PRIMARY KEY (connection_id, list, key)
constraint on message_sets: CHECK ((length(id) <= 23))
constraint on message_sets: CHECK ((state = ANY (ARRAY['planned'::text, 'sent'::text, 'answered'::text, 'rejected'::text, 'abandoned'::text])))
constraint on message_sets: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on message_sets: FOREIGN KEY (recovered_by_session_id) REFERENCES sessions(id)
constraint on message_sets: FOREIGN KEY (session_id) REFERENCES sessions(id)
constraint on message_sets: PRIMARY KEY (id)
constraint on migrations: PRIMARY KEY (name)
constraint on records: CHECK ((state = ANY (ARRAY['sent'::text, 'added'::text, 'deleted'::text, 'refused'::text, 'notProcessed'::text, 'unknown'::text])))
constraint on records: FOREIGN KEY (item_id) REFERENCES items(id)
constraint on records: FOREIGN KEY (message_set_id) REFERENCES message_sets(id) DEFERRABLE INITIALLY DEFERRED
constraint on records: FOREIGN KEY (settled_in_session_id) REFERENCES sessions(id)
constraint on records: PRIMARY KEY (id)
constraint on records: UNIQUE (item_id, key, generation)
constraint on refused_web_connectors: PRIMARY KEY (name)
constraint on saved_views: FOREIGN KEY (user_id) REFERENCES users(id)
constraint on saved_views: PRIMARY KEY (id)
constraint on saved_views: UNIQUE (user_id, page, name)
constraint on session_events: FOREIGN KEY (session_id) REFERENCES sessions(id)
constraint on session_events: PRIMARY KEY (session_id, seq)
constraint on sessions: CHECK (((state = 'open'::text) = (ended_at IS NULL)))
constraint on sessions: CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text, 'failed'::text, 'lost'::text, 'replaced'::text])))
constraint on sessions: FOREIGN KEY (connection_id) REFERENCES connections(id)
constraint on sessions: PRIMARY KEY (id)
constraint on sessions: UNIQUE (ticket_hash)
constraint on user_columns: FOREIGN KEY (user_id) REFERENCES users(id)
constraint on user_columns: PRIMARY KEY (user_id, page)
constraint on user_sessions: FOREIGN KEY (user_id) REFERENCES users(id)
constraint on user_sessions: PRIMARY KEY (token_hash)
constraint on users: CHECK ((role = ANY (ARRAY['admin'::text, 'operator'::text, 'viewer'::text])))
constraint on users: PRIMARY KEY (id)
constraint on worker_heartbeats: PRIMARY KEY (task_queue)

CREATE INDEX adoption_findings_of_message_set ON public.adoption_findings USING btree (message_set_id)
CREATE UNIQUE INDEX adoption_findings_pkey ON public.adoption_findings USING btree (run_id, item_id, key, generation)
CREATE UNIQUE INDEX adoption_runs_one_active ON public.adoption_runs USING btree (connection_id) WHERE (state = ANY (ARRAY['looking'::text, 'looked'::text]))
CREATE UNIQUE INDEX adoption_runs_pkey ON public.adoption_runs USING btree (id)
CREATE INDEX bulk_action_items_left ON public.bulk_action_items USING btree (bulk_id, place) WHERE (ok IS NULL)
CREATE UNIQUE INDEX bulk_action_items_pkey ON public.bulk_action_items USING btree (bulk_id, place)
CREATE UNIQUE INDEX bulk_actions_pkey ON public.bulk_actions USING btree (id)
CREATE INDEX changes_of_connection ON public.changes USING btree (connection_id, cursor)
CREATE UNIQUE INDEX changes_pkey ON public.changes USING btree (cursor)
CREATE INDEX changes_undelivered ON public.changes USING btree (connection_id, cursor) WHERE (delivered_at IS NULL)
CREATE INDEX connection_moves_of_connection ON public.connection_moves USING btree (connection_id, id)
CREATE UNIQUE INDEX connection_moves_pkey ON public.connection_moves USING btree (id)
CREATE INDEX connections_by_username ON public.connections USING btree (lower(btrim(username)))
CREATE UNIQUE INDEX connections_pkey ON public.connections USING btree (id)
CREATE UNIQUE INDEX connections_username_key ON public.connections USING btree (username)
CREATE UNIQUE INDEX console_log_pkey ON public.console_log USING btree (id)
CREATE INDEX invoice_batch_members_by_invoice ON public.invoice_batch_members USING btree (connection_id, invoice_id)
CREATE UNIQUE INDEX invoice_batch_members_pkey ON public.invoice_batch_members USING btree (connection_id, batch_id, invoice_id)
CREATE UNIQUE INDEX invoice_batches_pkey ON public.invoice_batches USING btree (connection_id, id)
CREATE INDEX item_events_of_session ON public.item_events USING btree (session_id, session_seq) WHERE (session_id IS NOT NULL)
CREATE UNIQUE INDEX item_events_pkey ON public.item_events USING btree (item_id, seq)
CREATE INDEX item_history_of_item ON public.item_history USING btree (item_id, id)
CREATE UNIQUE INDEX item_history_pkey ON public.item_history USING btree (id)
CREATE INDEX items_by_arrival ON public.items USING btree (connection_id, kind, id) INCLUDE (outcome, ready, transferred_at, needs_resync, short_number, short_party, item_date, amount, psa_id, search_text)
CREATE UNIQUE INDEX items_connection_id_kind_psa_id_key ON public.items USING btree (connection_id, kind, psa_id)
CREATE INDEX items_failed ON public.items USING btree (connection_id, kind) WHERE (outcome = 'failed'::text)
CREATE INDEX items_of_session ON public.items USING btree (session_id) WHERE (session_id IS NOT NULL)
CREATE INDEX items_paid_dates ON public.items USING btree (connection_id, paid_asked_at NULLS FIRST, id) WHERE ((kind = 'invoices'::text) AND (outcome = 'transferred'::text) AND (paid_date IS NULL) AND (NOT paid_final))
CREATE INDEX items_paid_seen ON public.items USING btree (connection_id) WHERE (paid_seen IS NOT NULL)
CREATE UNIQUE INDEX items_pkey ON public.items USING btree (id)
CREATE INDEX items_sat_out ON public.items USING btree (sat_out_session_id) WHERE (sat_out_session_id IS NOT NULL)
CREATE INDEX items_to_send ON public.items USING btree (connection_id, kind, ready_at, id) WHERE (to_send AND (sat_out_session_id IS NULL) AND (NOT sent_alone) AND (refused_at IS NULL))
CREATE INDEX items_to_send_last ON public.items USING btree (connection_id, kind, refused_at, ready_at, id) WHERE (to_send AND (sat_out_session_id IS NULL) AND (sent_alone OR (refused_at IS NOT NULL)))
CREATE INDEX items_unapplied ON public.items USING btree (last_event_at) WHERE (last_seq > applied_seq)
CREATE INDEX items_with_long_text ON public.items USING btree (connection_id, kind) WHERE ((char_length(number) > 120) OR (char_length(party) > 120))
CREATE INDEX list_entries_missing ON public.list_entries USING btree (connection_id) WHERE (state = 'missing'::text)
CREATE INDEX list_entries_of_message_set ON public.list_entries USING btree (message_set_id) WHERE (message_set_id IS NOT NULL)
CREATE UNIQUE INDEX list_entries_pkey ON public.list_entries USING btree (connection_id, list, key)
CREATE INDEX message_sets_of_session ON public.message_sets USING btree (session_id, created_at)
CREATE UNIQUE INDEX message_sets_one_unsettled ON public.message_sets USING btree (connection_id, file_id) WHERE (writes AND (state = 'sent'::text))
CREATE UNIQUE INDEX message_sets_pkey ON public.message_sets USING btree (id)
CREATE INDEX message_sets_planned ON public.message_sets USING btree (connection_id, place) WHERE (state = 'planned'::text)
CREATE INDEX message_sets_to_free ON public.message_sets USING btree (connection_id, file_id, settled_at) WHERE (writes AND (state = 'answered'::text) AND (NOT freed))
CREATE UNIQUE INDEX migrations_pkey ON public.migrations USING btree (name)
CREATE INDEX records_by_txn ON public.records USING btree (txn_id) WHERE (txn_id IS NOT NULL)
CREATE UNIQUE INDEX records_item_id_key_generation_key ON public.records USING btree (item_id, key, generation)
CREATE INDEX records_needing_details ON public.records USING btree (item_id) WHERE needs_details
CREATE INDEX records_of_message_set ON public.records USING btree (message_set_id)
CREATE UNIQUE INDEX records_pkey ON public.records USING btree (id)
CREATE INDEX refused_web_connectors_by_time ON public.refused_web_connectors USING btree (last_at)
CREATE UNIQUE INDEX refused_web_connectors_pkey ON public.refused_web_connectors USING btree (name)
CREATE UNIQUE INDEX saved_views_pkey ON public.saved_views USING btree (id)
CREATE UNIQUE INDEX saved_views_user_id_page_name_key ON public.saved_views USING btree (user_id, page, name)
CREATE UNIQUE INDEX session_events_pkey ON public.session_events USING btree (session_id, seq)
CREATE INDEX sessions_by_start ON public.sessions USING btree (connection_id, started_at DESC, id)
CREATE UNIQUE INDEX sessions_one_open ON public.sessions USING btree (connection_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX sessions_pkey ON public.sessions USING btree (id)
CREATE UNIQUE INDEX sessions_ticket_hash_key ON public.sessions USING btree (ticket_hash)
CREATE INDEX sessions_unapplied ON public.sessions USING btree (id) WHERE (last_seq > applied_seq)
CREATE UNIQUE INDEX user_columns_pkey ON public.user_columns USING btree (user_id, page)
CREATE INDEX user_sessions_of_user ON public.user_sessions USING btree (user_id)
CREATE UNIQUE INDEX user_sessions_pkey ON public.user_sessions USING btree (token_hash)
CREATE UNIQUE INDEX users_by_name ON public.users USING btree (lower(name))
CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)
CREATE UNIQUE INDEX worker_heartbeats_pkey ON public.worker_heartbeats USING btree (task_queue)
