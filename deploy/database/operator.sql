-- The role that the operator's command logs in as: reads what the readers of all services may, and changes nothing. Run
-- by an administrator after service.sql of every service, any number of times:
--   psql -v readers='waybill_inventory_reader, ...' -v secrets=FOLDER -f operator.sql

\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;

\set file :secrets /operator/database
\set password `cat :'file'`

BEGIN;

SELECT 'CREATE ROLE waybill_operator' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'waybill_operator')
\gexec
ALTER ROLE waybill_operator LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
ALTER ROLE waybill_operator SET default_transaction_read_only = on;
GRANT :readers TO waybill_operator;

COMMIT;
