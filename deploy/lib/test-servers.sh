# shellcheck shell=bash
# The private database and broker of a test run, and how the tests find them.

# start_test_servers: exports WAYBILL_TEST_*.
start_test_servers() {
    local database_login broker_login
    deploy/lib/make-secrets "$SECRETS"
    start_database
    start_broker
    database_login=$DATABASE_ADMIN:$(<"$(secret admin/database)")
    broker_login=$BROKER_ADMIN:$(<"$(secret admin/broker)")
    export WAYBILL_TEST_POSTGRES=postgres://$database_login@127.0.0.1:$DATABASE_PORT/postgres
    export WAYBILL_TEST_AMQP=amqp://$broker_login@127.0.0.1:$BROKER_PORT/
    export WAYBILL_TEST_AMQP_MANAGEMENT=${BROKER_MANAGEMENT/:\/\//:\/\/$broker_login@}
    export WAYBILL_TEST_BIN=${WAYBILL_BIN:-}
    export WAYBILL_TEST_PYTHON=$PYTHON
    # What breaks them, and mends them again.
    export WAYBILL_TEST_SERVERS="$LIBRARY/control-servers $DATA"
}

# stop_chaos_servers: whatever a chaos run has left of the servers, a cluster's nodes and the small disk.
stop_chaos_servers() {
    stop_cluster
    stop_broker
    stop_database
    if mountpoint -q "$DATA/disk"; then umount "$DATA/disk"; fi
}
