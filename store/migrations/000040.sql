-- Codes beside the sentences that people read: nothing has to be found out from those any more.
-- Of a session: why it ended that could have gone on (domain/session-errors.ts), and the hresult where there is one.
alter table sessions add column last_error_code text, add column last_error_hresult text;
-- Of a line of the Transfer History: why this product refused something (domain/failure-codes.ts), and the transaction
-- in QuickBooks that is in the way.
alter table item_history add column code text, add column txn_id text;

-- Former releases had sentences only. This is the one place that reads them.
update sessions set
  last_error_code = case
    when state in ('lost', 'replaced') then state
    when last_error like 'Wrong company file:%' then 'wrongCompanyFile'
    when last_error like 'The transfer server had an error of its own%' then 'ownError'
    when last_error ~ '\m0x[0-9A-Fa-f]{8}\M' then 'quickBooksError' end,
  last_error_hresult = case when state = 'failed' and last_error not like 'Wrong company file:%'
    then '0x' || upper(substring(last_error from '\m0x([0-9A-Fa-f]{8})\M')) end
where last_error is not null;

update item_history set txn_id = substring(message from '\(([^()]+)\)\.$')
where event = 'paidDateNotUpdated' and message like 'The paid date was not updated: QuickBooks has another invoice%';
