# shellcheck shell=bash
# Back-up and restore of database, broker and secrets, as ./deploy/backup and ./deploy/restore do it.

# What is in the broker's queues is in no dump of the database. So the services are asked to keep what they have sent,
# and the dump is taken when all that they sent before has been read: then every message that is in a queue at that
# moment is in an outbox too, and after a restore is sent again; whoever had it already knows it by its id.
HOLD_MINUTES=15

# as_database_admin PROGRAM ARGUMENT...: a client program against the private database.
as_database_admin() {
    PGHOST=127.0.0.1 PGPORT=$(port_of database) PGUSER=$DATABASE_ADMIN PGDATABASE=waybill \
        PGPASSWORD=$(<"$(secret admin/database)") "$@"
}

each_schema() { cut -f2 deploy/services.tsv; }

hold_outboxes() {
    local schema
    for schema in $(each_schema); do
        as_database_admin psql -X -q -v ON_ERROR_STOP=1 -c "INSERT INTO $schema.outbox_hold (until)
            VALUES (now() + interval '$HOLD_MINUTES minutes') ON CONFLICT (one) DO UPDATE SET until = excluded.until"
    done
}

release_outboxes() {
    local schema
    for schema in $(each_schema); do
        as_database_admin psql -X -q -v ON_ERROR_STOP=1 -c "DELETE FROM $schema.outbox_hold"
    done
}

# broker_call METHOD PATH [FILE]: the management API; the password goes through a pipe.
broker_call() {
    local body=()
    [[ -z ${3:-} ]] || body=(-H 'Content-Type: application/json' --data-binary "@$3")
    printf 'user = "%s:%s"\n' "$BROKER_ADMIN" "$(<"$(secret admin/broker)")" |
        curl -fsS --max-time 60 --config - -X "$1" "${body[@]}" "$BROKER_MANAGEMENT/api/$2"
}

# internal_queues: the names of the queues that services read, one a line. A shop's own queues are the shop's.
internal_queues() {
    broker_call GET "queues/$BROKER_VHOST?columns=name" |
        python3 -c 'import json, sys
for queue in json.load(sys.stdin):
    if queue["name"].startswith("waybill."): print(queue["name"])'
}

wait_until_read() {
    printf '%s:%s' "$BROKER_ADMIN" "$(<"$(secret admin/broker)")" |
        python3 deploy/lib/wait-until-read.py "$BROKER_MANAGEMENT" "$BROKER_VHOST" "$((HOLD_MINUTES * 60 - 60))"
}

# write_backup FOLDER: while the system runs.
write_backup() {
    local folder=$1
    (umask 077 && mkdir -p "$folder/secrets")
    progress "what was sent is being read" "$DATA/logs/backup.log" \
        "A service that is stopped does not read its queue: start it. The queue is named in the log." wait_until_read
    progress "database" "$DATA/logs/backup.log" "See the log." \
        as_database_admin "$POSTGRES_BIN/pg_dump" -Fc -f "$folder/database.dump"
    broker_call GET definitions >"$folder/broker-definitions.json"
    cp -a "$SECRETS/." "$folder/secrets/"
    {
        echo "taken     $(date -u +%FT%TZ)"
        echo "waybill   $(git rev-parse HEAD 2>/dev/null || echo unknown)"
        echo "database  $("$POSTGRES_BIN/postgres" --version)"
    } >"$folder/ABOUT"
    (cd "$folder" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
    chmod -R go= "$folder"
}

# restore_database FOLDER: into an empty cluster that runs.
restore_database() {
    echo "roles and empty schemas"
    PGHOST=127.0.0.1 PGPORT=$(port_of database) PGUSER=$DATABASE_ADMIN PGPASSWORD=$(<"$(secret admin/database)") \
        WAYBILL_SECRETS=$SECRETS deploy/database/apply-roles
    echo "contents"
    as_database_admin "$POSTGRES_BIN/pg_restore" --dbname=waybill --clean --if-exists --single-transaction \
        "$1/database.dump"
    release_outboxes
}

# restore_broker FOLDER: exchanges, queues and users, those of shops too; and nothing in the queues that is of a later
# time than the database. What shops have sent and nobody has read is not of any time: it stays.
restore_broker() {
    local queue
    broker_call POST definitions "$1/broker-definitions.json"
    for queue in $(internal_queues); do
        [[ $queue == waybill.order-intake ]] || broker_call DELETE "queues/$BROKER_VHOST/$queue/contents"
    done
}
