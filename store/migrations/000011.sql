-- Which QuickBooks, which company file and which Web Connector: what they said last, and what they said in a session.
-- quickbooks: {at, productName, version, country, qbxmlVersion, companyName, companyFile, fileId}; see store/quickbooks-seen.ts.
alter table connections add column quickbooks jsonb, add column web_connector_version text;
alter table sessions add column quickbooks jsonb, add column web_connector_version text;
