-- The console: who may sign in, what each prefers, and what each did.
create table users (
  id bigint primary key generated always as identity,
  name text not null,
  role text not null check (role in ('admin', 'operator', 'viewer')),
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index users_by_name on users (lower(name));

-- Only the hash of what the cookie holds.
create table user_sessions (
  token_hash bytea primary key,
  user_id bigint not null references users,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index user_sessions_of_user on user_sessions (user_id);

create table user_columns (
  user_id bigint not null references users,
  page text not null,
  columns text[] not null,
  primary key (user_id, page)
);

create table saved_views (
  id bigint primary key generated always as identity,
  user_id bigint not null references users,
  page text not null,
  name text not null,
  query text not null,
  unique (user_id, page, name)
);

-- What people did beside commands on items, which stand in the items' own history.
create table console_log (
  id bigint primary key generated always as identity,
  at timestamptz not null,
  user_name text not null,
  action text not null,
  subject text not null,
  detail text
);

-- One command for many items, carried out some at a time; whoever finds it left alone goes on with it.
create table bulk_actions (
  id uuid primary key default gen_random_uuid(),
  connection_id text not null references connections,
  kind text not null,
  verb text not null check (verb in ('ready', 'notReady')),
  retransfer boolean not null,
  user_name text not null,
  created_at timestamptz not null,
  total integer not null,
  worked_at timestamptz not null,
  ended_at timestamptz
);
create table bulk_action_items (
  bulk_id uuid not null references bulk_actions,
  place integer not null,
  psa_id text not null,
  ok boolean,
  reason text,
  primary key (bulk_id, place)
);
create index bulk_action_items_left on bulk_action_items (bulk_id, place) where ok is null;

-- Who did it, for what people do.
alter table item_history add column actor text;

-- What the search pages sort by, beside what they filter by. Short, because an index cannot hold more.
create function item_amount(kind text, snapshot jsonb) returns numeric language sql immutable as $$
  select round(case kind
    when 'invoices' then (snapshot ->> 'total')::numeric
    when 'purchase-orders' then (select sum((l ->> 'quantity')::numeric * (l ->> 'unitCost')::numeric) from jsonb_array_elements(snapshot -> 'lines') l)
    when 'timesheets' then (select sum((l ->> 'minutes')::numeric) / 60 from jsonb_array_elements(snapshot -> 'entries') l)
    when 'expense-reports' then (select sum((l ->> 'amount')::numeric) from jsonb_array_elements(snapshot -> 'items') l)
  end, 2)
$$;
alter table items
  add column short_number text generated always as (left(number, 60)) stored,
  add column short_party text generated always as (left(coalesce(
    snapshot #>> '{customer,name}', snapshot #>> '{vendor,name}', snapshot #>> '{resource,name}', snapshot #>> '{submitter,name}'), 60)) stored,
  add column item_date text generated always as (coalesce(snapshot ->> 'date', snapshot ->> 'periodStart', snapshot ->> 'weekEnding')) stored,
  add column amount numeric generated always as (item_amount(kind, snapshot)) stored;
drop index items_by_arrival;
create index items_by_arrival on items (connection_id, kind, id)
  include (outcome, ready, transferred_at, needs_resync, short_number, short_party, item_date, amount);

-- The page of failures: all that failed, by cause.
create index items_failed on items (connection_id, kind) where outcome = 'failed';
