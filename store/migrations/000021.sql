-- Grows with every change of the password, not when it is hashed anew: what began with the former one is told apart.
-- password_is_short: fewer than 16 characters; null where nobody has seen it yet (hashed by a former version).
alter table connections add column password_version integer not null default 0, add column password_is_short boolean;
alter table users add column password_version integer not null default 0;

-- User names of Web Connectors are compared without regard to case and to spaces around them. Not unique: connections of
-- a former version may differ only so, and each keeps its own.
create index connections_by_username on connections (lower(btrim(username)));

-- Who was refused at authenticate, by the user name as it is compared; also names that no connection has.
create table refused_web_connectors (
  name text primary key,
  count integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  last_address text not null
);
create index refused_web_connectors_by_time on refused_web_connectors (last_at);
