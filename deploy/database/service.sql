-- Schema, roles and rights of one service. Run by an administrator, any number of times:
--   psql -v schema=inventory -v secrets=FOLDER -v service=inventory -f service.sql
--
--   waybill_<schema>_owner    owns the schema; used by `migrate` alone
--   waybill_<schema>          the running service: reads and writes its own rows, no DDL, nothing of another schema
--   waybill_<schema>_reader   the auditor: reads all but secrets

\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;

\set owner waybill_ :schema _owner
\set writer waybill_ :schema
\set reader waybill_ :schema _reader
\set owner_file :secrets /admin/ :schema -owner
\set reader_file :secrets /admin/ :schema -reader
\set writer_file :secrets / :service /database
\set owner_password `cat :'owner_file'`
\set writer_password `cat :'writer_file'`
\set reader_password `cat :'reader_file'`

BEGIN;

SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY[:'owner', :'writer', :'reader']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'owner_password';
ALTER ROLE :"writer" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'writer_password';
ALTER ROLE :"reader" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'reader_password';
ALTER ROLE :"owner" SET search_path = :"schema";
ALTER ROLE :"writer" SET search_path = :"schema";
ALTER ROLE :"reader" SET search_path = :"schema";
ALTER ROLE :"reader" SET default_transaction_read_only = on;

-- What PostgreSQL gives to everybody by default, nobody has here.
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database())
\gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SELECT format('GRANT CONNECT ON DATABASE %I TO %I, %I, %I', current_database(), :'owner', :'writer', :'reader')
\gexec

CREATE SCHEMA IF NOT EXISTS :"schema" AUTHORIZATION :"owner";
GRANT USAGE ON SCHEMA :"schema" TO :"writer", :"reader";

-- Every table that a migration will make, and those already there.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"writer";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT USAGE ON SEQUENCES TO :"writer";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema" GRANT SELECT ON TABLES TO :"reader";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA :"schema" TO :"writer";
GRANT USAGE ON ALL SEQUENCES IN SCHEMA :"schema" TO :"writer";
GRANT SELECT ON ALL TABLES IN SCHEMA :"schema" TO :"reader";

-- Of a table with a secret in it the reader has the other columns. A table is born with all of them granted, so this is
-- run once more when migrations have made some.
SELECT format('REVOKE SELECT ON %1$I.%2$I FROM %3$I', :'schema', table_name, :'reader'),
       format('GRANT SELECT (%4$s) ON %1$I.%2$I TO %3$I', :'schema', table_name, :'reader',
              string_agg(quote_ident(column_name), ', ') FILTER (WHERE column_name !~ 'secret'))
FROM information_schema.columns
WHERE table_schema = :'schema'
GROUP BY table_name
HAVING bool_or(column_name ~ 'secret') AND bool_or(column_name !~ 'secret')
\gexec

COMMIT;
