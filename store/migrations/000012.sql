-- Text search: what people look for, in lower case, beside the other columns that search pages look at: 100,000 items are
-- searched without opening one. An index cannot hold more than so much of a text; the few longer ones have an index of
-- their own. The PSA's id rides along, too: by it the batches find their invoices.
alter table items add column search_text text generated always as (lower(left(number, 120) || chr(10) || psa_id || chr(10) || coalesce(left(coalesce(
  snapshot #>> '{customer,name}', snapshot #>> '{vendor,name}', snapshot #>> '{resource,name}', snapshot #>> '{submitter,name}'), 120), ''))) stored;
drop index items_by_arrival;
create index items_by_arrival on items (connection_id, kind, id)
  include (outcome, ready, transferred_at, needs_resync, short_number, short_party, item_date, amount, psa_id, search_text);
create index items_with_long_text on items (connection_id, kind) where char_length(number) > 120 or char_length(party) > 120;

-- A re-transfer is asked for one item, not for all of a command: one that was transferred since the question makes no duplicate.
alter table bulk_action_items add column retransfer boolean not null default false;
