-- The External P.O. # that the PSA stated last, "" for a cleared one: a snapshot without it states nothing. Null: never stated.
alter table items add column stated_number text;
update items set stated_number = snapshot ->> 'externalPoNumber' where kind = 'purchase-orders' and snapshot ? 'externalPoNumber';
