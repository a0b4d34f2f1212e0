-- The search pages: whom an item is for, so that a text search need not open its snapshot.
alter table items add column party text generated always as (coalesce(
  snapshot #>> '{customer,name}', snapshot #>> '{vendor,name}', snapshot #>> '{resource,name}', snapshot #>> '{submitter,name}')) stored;

-- Newest arrival first. The columns that the filters look at ride along, so that counting 100,000 items does not read their rows.
-- The index by number goes: a number may be longer than an index can hold.
drop index items_by_number;
create index items_by_arrival on items (connection_id, kind, id) include (outcome, ready, transferred_at, needs_resync);
