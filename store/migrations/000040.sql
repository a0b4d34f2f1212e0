-- Codes beside the sentences that people read: nothing has to be found out from those any more.
-- Of a session: why it ended that could have gone on (domain/session-errors.ts), and the hresult where there is one.
alter table sessions add column last_error_code text, add column last_error_hresult text;
-- Of a line of the Transfer History: why this product refused something (domain/failure-codes.ts), and the transaction
-- in QuickBooks that is in the way.
alter table item_history add column code text, add column txn_id text;
