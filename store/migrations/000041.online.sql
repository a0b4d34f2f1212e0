-- Former releases had sentences only. This is the one place that reads them.

-- repeat: the codes of sessions that ended before, some at a time
update sessions set
  last_error_code = case
    when state in ('lost', 'replaced') then state
    when last_error like 'Wrong company file:%' then 'wrongCompanyFile'
    when last_error like 'The transfer server had an error of its own%' then 'ownError'
    else 'quickBooksError' end,
  last_error_hresult = case when state = 'failed' and last_error not like 'Wrong company file:%'
    then '0x' || upper(substring(last_error from '\m0x([0-9A-Fa-f]{8})\M')) end
where id in (
  select id from sessions where last_error_code is null and last_error is not null
    and (state in ('lost', 'replaced') or last_error like 'Wrong company file:%'
      or last_error like 'The transfer server had an error of its own%' or last_error ~ '\m0x[0-9A-Fa-f]{8}\M')
  limit 2000);

-- repeat: the transactions in the way of paid dates, some at a time
update item_history set txn_id = substring(message from '\(([^()]+)\)\.$')
where id in (
  select id from item_history where event = 'paidDateNotUpdated' and txn_id is null
    and message like 'The paid date was not updated: QuickBooks has another invoice%' and message ~ '\([^()]+\)\.$'
  limit 2000);
