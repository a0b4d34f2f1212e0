-- Which company file a record is in: a connection may be moved to another one, and its old records stay where they are.
alter table records add column file_id uuid;
update records r set file_id = coalesce(s.file_id, c.file_id)
  from items i join connections c on c.id = i.connection_id, records x left join message_sets s on s.id = x.message_set_id
  where x.id = r.id and i.id = r.item_id;
alter table records alter column file_id set not null;

-- "Outcome unknown" settled by a person: the same word again changes nothing.
alter table records add column settled_by_hand boolean not null default false;

-- Moves of a connection to another company file; nothing is ever changed or removed here.
create table connection_moves (
  id bigint primary key generated always as identity,
  connection_id text not null references connections,
  from_file_id uuid not null,
  to_file_id uuid not null,
  at timestamptz not null,
  reason text not null
);
create index connection_moves_of_connection on connection_moves (connection_id, id);

-- After an older backup was restored: QuickBooks is asked, by key, for whatever would be sent (docs/operators.md).
create table adoption_runs (
  id bigint primary key generated always as identity,
  connection_id text not null references connections,
  -- looking: sessions ask and send nothing; looked: people decide; done: adopted, or canceled: nothing was changed.
  state text not null check (state in ('looking', 'looked', 'done', 'canceled')),
  -- Adopts when everything has been asked; else only the report is made.
  applies boolean not null,
  -- The first day of which the database may not know what was sent.
  since date not null,
  armed_at timestamptz not null,
  ended_at timestamptz,
  -- The items up to this one have nothing left to ask in this pass; a pass that asked nothing is the last.
  cursor bigint not null default 0,
  asked_in_pass integer not null default 0,
  asked integer not null default 0
);
create unique index adoption_runs_one_active on adoption_runs (connection_id) where state in ('looking', 'looked');

-- What QuickBooks said of one record that would be sent.
create table adoption_findings (
  run_id bigint not null references adoption_runs,
  item_id bigint not null references items,
  key text not null,
  generation integer not null,
  -- asked: no answer yet, and asked anew by the next session
  verdict text not null check (verdict in ('asked', 'found', 'absent', 'unclear')),
  message_set_id text,
  request_id text,
  -- The record as the ledger will have it when it is adopted.
  record jsonb not null,
  -- TxnIDs that could be it, where nobody can tell.
  candidates text[] not null default '{}',
  primary key (run_id, item_id, key, generation)
);
create index adoption_findings_of_message_set on adoption_findings (message_set_id);
