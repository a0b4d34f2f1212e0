-- How often the records of a set were asked for by key without an answer: from the third time on they are asked for one by one.
alter table message_sets add column key_tries integer not null default 0;

-- Names of which one cannot be read by QuickBooks: how many may go in one set, half as many after each rejection.
alter table list_entries add column share integer;

-- The set for which an answer came that was for something else; the second time its outcome counts as unknown.
alter table sessions add column astray_set_id text;
