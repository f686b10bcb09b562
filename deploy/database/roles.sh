#!/bin/sh
# The database, its roles and their passwords. The image of the database runs this once, when it is
# new; run it again after a password file has changed:
#   docker compose exec db sh /docker-entrypoint-initdb.d/roles.sh
# imy_owner owns the tables and changes them; imy_app is what pages and workers are; imy_read makes
# backups. What imy_app may do to which table is said by `manage.py upgrade_database`.
set -eu
export SECRETS="${SECRETS:-/run/secrets}"

psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
    --dbname postgres --set name="${IMY_DATABASE:-imy}" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', role)
    FROM unnest(ARRAY['imy_owner', 'imy_app', 'imy_read']) AS role
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
\set owner_password `cat "$SECRETS/database_owner"`
\set app_password `cat "$SECRETS/database_app"`
\set read_password `cat "$SECRETS/database_read"`
ALTER ROLE imy_owner PASSWORD :'owner_password';
ALTER ROLE imy_app PASSWORD :'app_password';
ALTER ROLE imy_read PASSWORD :'read_password';

SELECT format('CREATE DATABASE %I OWNER imy_owner', :'name')
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
\connect :"name"
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO imy_app, imy_read;
-- A request or job that stands still must not hold its locks for ever.
ALTER ROLE imy_app IN DATABASE :"name" SET statement_timeout = '60s';
ALTER ROLE imy_app IN DATABASE :"name" SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE imy_read IN DATABASE :"name" SET default_transaction_read_only = on;

ALTER SCHEMA public OWNER TO imy_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO imy_app, imy_read;
-- Pages of the release before meet new tables before `upgrade_database` has come to its end.
ALTER DEFAULT PRIVILEGES FOR ROLE imy_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO imy_app;
ALTER DEFAULT PRIVILEGES FOR ROLE imy_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO imy_app;
ALTER DEFAULT PRIVILEGES FOR ROLE imy_owner IN SCHEMA public GRANT SELECT ON TABLES TO imy_read;
ALTER DEFAULT PRIVILEGES FOR ROLE imy_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO imy_read;
SQL
