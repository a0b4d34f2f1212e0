-- What a message set asked, and what came of it, in words that the code reads. Sets of 0.2.0 have none of them.
alter table message_sets
  -- One entry a request: where its bytes are in the document, and the record or the transactions that it is about.
  add column asked jsonb,
  add column on_error text,
  add column outcome text;
