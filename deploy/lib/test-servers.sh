# shellcheck shell=bash
# The private database and broker of a test run, and how the tests find them.

# The session of the chaos that runs now, for `end_chaos`.
CHAOS=

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

# run_chaos ARGUMENT...: `waybill-chaos` with its services, mail server and proxies.
run_chaos() {
    local status=0
    # Waited for in the background: a shell heeds no signal while it waits in the foreground.
    setsid "$WAYBILL_BIN/waybill-chaos" "$@" 9>&- &
    CHAOS=$!
    wait "$CHAOS" || status=$?
    end_chaos
    return "$status"
}

# end_chaos: nothing that it has started outlives it, however it ended.
end_chaos() {
    local pid
    [[ -n $CHAOS ]] || return 0
    # The shell would say that its job was killed.
    disown "$CHAOS" 2>/dev/null || true
    for pid in $(ps -o pid= -s "$CHAOS"); do kill -KILL "$pid" 2>/dev/null || true; done
    CHAOS=
}

# stop_chaos_servers: whatever a chaos run has left of the servers, a cluster's nodes and the small disk.
stop_chaos_servers() {
    local node
    end_chaos
    # What is in a broker goes with its folder, and a node that once was in a cluster may wait for the others.
    for node in 3 2 1; do
        if is_running "$(node_pid_file "$node")"; then kill_node "$node"; fi
    done
    stop_cluster
    stop_broker
    stop_database
    if mountpoint -q "$DATA/disk"; then umount "$DATA/disk"; fi
}
