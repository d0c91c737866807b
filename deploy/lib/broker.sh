# shellcheck shell=bash
# A private RabbitMQ node in the data folder: its own name server (epmd), cookie, ports and users, all on 127.0.0.1.

BROKER_ADMIN=waybill_admin
BROKER_VHOST=${BROKER_VHOST:-waybill}
BROKER_BIN=/usr/lib/rabbitmq/bin

# start_broker: sets BROKER_PORT and BROKER_MANAGEMENT (a URL without credentials).
start_broker() {
    local folder=$DATA/rabbitmq
    step "Starting the broker"
    [[ -x $BROKER_BIN/rabbitmq-server ]] || fail "RabbitMQ is not installed" "Run ./deploy/up, which installs it."
    make_folder rabbitmq "$folder"
    stop_broker
    local -A ports
    local name
    for name in broker management distribution epmd prometheus; do
        choose_port "$name"
        ports[$name]=$PORT
    done
    configure_broker "$folder"
    BROKER_PORT=${ports[broker]}
    BROKER_MANAGEMENT=http://127.0.0.1:${ports[management]}

    broker_environment
    # The node would start a name server itself, as a daemon that nobody stops.
    launch "$DATA/run/epmd.pid" "$DATA/logs/broker.log" "${BROKER_RUN[@]}" epmd
    launch "$DATA/run/broker.pid" "$DATA/logs/broker.log" "${BROKER_RUN[@]}" "$BROKER_BIN/rabbitmq-server"
    progress "RabbitMQ at 127.0.0.1:$BROKER_PORT" "$DATA/logs/broker-start.log" \
        "See $DATA/logs/broker.log and $folder/log." control_broker wait --timeout 120 "$folder/pid"
    ensure_broker_admin
}

# stop_broker: the node stops on SIGTERM as it does on `rabbitmqctl stop`; the name server after it.
stop_broker() {
    local name
    for name in broker epmd; do
        ask_to_stop "$DATA/run/$name.pid"
        wait_until_stopped "$DATA/run/$name.pid" 60
    done
}

# configure_broker FOLDER: reads `ports` of its caller; written anew at each start.
configure_broker() {
    local folder=$1
    (
        umask 077
        cat deploy/broker/rabbitmq.conf - >"$folder/rabbitmq.conf" <<CONF

listeners.tcp.1 = 127.0.0.1:${ports[broker]}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${ports[management]}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = ${ports[prometheus]}

# The first boot makes this user instead of guest/guest.
default_user = $BROKER_ADMIN
default_pass = $(<"$(secret admin/broker)")
default_vhost = $BROKER_VHOST
default_user_tags.administrator = true
loopback_users.$BROKER_ADMIN = true
CONF
        install -m 600 deploy/broker/enabled_plugins "$folder/plugins"
        # Keeps /etc/rabbitmq/rabbitmq-env.conf of the system out.
        : >"$folder/env.conf"
    )
    ((EUID != 0)) || chown rabbitmq: "$folder/rabbitmq.conf" "$folder/plugins" "$folder/env.conf"
}

# broker_environment: sets BROKER_RUN, what to put before a command of the broker.
broker_environment() {
    local folder=$DATA/rabbitmq
    BROKER_RUN=()
    ((EUID != 0)) || BROKER_RUN=(setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups --)
    BROKER_RUN+=(
        env --chdir=/ -i PATH="$PATH" LANG=C.UTF-8 HOME="$folder"
        RABBITMQ_NODENAME=waybill@localhost
        RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
        RABBITMQ_NODE_PORT="$(port_of broker)"
        RABBITMQ_DIST_PORT="$(port_of distribution)"
        RABBITMQ_MNESIA_BASE="$folder/mnesia"
        RABBITMQ_LOG_BASE="$folder/log"
        RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf"
        RABBITMQ_CONF_ENV_FILE="$folder/env.conf"
        RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins"
        RABBITMQ_PID_FILE="$folder/pid"
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
        # Without this the start script stays as a shell between us and the node.
        RUNNING_UNDER_SYSTEMD=true
        ERL_EPMD_PORT="$(port_of epmd)"
        ERL_EPMD_ADDRESS=127.0.0.1
    )
}

control_broker() {
    broker_environment
    "${BROKER_RUN[@]}" "$BROKER_BIN/rabbitmqctl" "$@" 9>&-
}

# ensure_broker_admin: the password in the data folder is the one that works, even if the secrets were made anew.
ensure_broker_admin() {
    if ! broker_api whoami >/dev/null; then
        control_broker change_password "$BROKER_ADMIN" <"$(secret admin/broker)" >/dev/null
        broker_api whoami >/dev/null || fail "the broker refuses its administrator" \
            "See $DATA/rabbitmq/log. To start over with an empty broker, remove $DATA/rabbitmq."
    fi
}

# broker_api PATH: reads from the management API; the password goes through a pipe, not through the list of processes.
broker_api() {
    printf 'user = "%s:%s"\n' "$BROKER_ADMIN" "$(<"$(secret admin/broker)")" |
        curl -fsS --max-time 10 --config - "$BROKER_MANAGEMENT/api/$1" 2>/dev/null
}
