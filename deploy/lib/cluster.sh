# shellcheck shell=bash
# A second and a third node beside the private broker, for tests of what a cluster survives. Node 1 is the broker of
# broker.sh; all share its name server and cookie.

# node_name N, node_folder N: of node 1 as broker.sh has them.
node_name() { echo "waybill$([[ $1 == 1 ]] || echo "$1")@localhost"; }
node_folder() { echo "$DATA/rabbitmq$([[ $1 == 1 ]] || echo "-$1")"; }
node_pid_file() { if [[ $1 == 1 ]]; then echo "$DATA/run/broker.pid"; else echo "$DATA/run/broker-$1.pid"; fi; }

# node_environment N: sets NODE_RUN, what to put before a command of that node.
node_environment() {
    local folder
    folder=$(node_folder "$1")
    broker_environment
    NODE_RUN=("${BROKER_RUN[@]}")
    [[ $1 == 1 ]] || NODE_RUN+=(
        RABBITMQ_NODENAME="$(node_name "$1")"
        RABBITMQ_NODE_PORT="$(port_of "broker-$1")"
        RABBITMQ_DIST_PORT="$(port_of "distribution-$1")"
        RABBITMQ_MNESIA_BASE="$folder/mnesia"
        RABBITMQ_LOG_BASE="$folder/log"
        RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf"
        RABBITMQ_PID_FILE="$folder/pid"
    )
}

control_node() {
    local node=$1
    shift
    node_environment "$node"
    "${NODE_RUN[@]}" "$BROKER_BIN/rabbitmqctl" "$@" 9>&-
}

control_queues() {
    node_environment 1
    "${NODE_RUN[@]}" "$BROKER_BIN/rabbitmq-queues" "$@" 9>&-
}

# start_node N: the process, until it is up; the name server runs already.
start_node() {
    local folder
    folder=$(node_folder "$1")
    node_environment "$1"
    rm -f "$folder/pid"
    launch "$(node_pid_file "$1")" "$DATA/logs/broker-$1.log" "${NODE_RUN[@]}" "$BROKER_BIN/rabbitmq-server"
    control_node "$1" wait --timeout 120 "$folder/pid"
}

kill_node() {
    local pid
    read -r pid _ <"$(node_pid_file "$1")"
    kill -KILL "$pid"
}

# add_node N: a new node that joins node 1.
add_node() {
    local folder
    folder=$(node_folder "$1")
    rm -rf "$folder"
    make_folder rabbitmq "$folder"
    choose_port "broker-$1"
    choose_port "distribution-$1"
    {
        cat deploy/broker/rabbitmq.conf
        echo "listeners.tcp.1 = 127.0.0.1:$(port_of "broker-$1")"
        # Three on one machine: each has a share of its memory.
        echo "management.tcp.ip = 127.0.0.1"
        echo "management.tcp.port = $(choose_port "management-$1" && echo "$PORT")"
        echo "prometheus.tcp.ip = 127.0.0.1"
        echo "prometheus.tcp.port = $(choose_port "prometheus-$1" && echo "$PORT")"
    } >"$folder/rabbitmq.conf"
    ((EUID != 0)) || chown rabbitmq: "$folder/rabbitmq.conf"
    start_node "$1"
    control_node "$1" stop_app
    control_node "$1" reset
    control_node "$1" join_cluster "$(node_name 1)"
    control_node "$1" start_app
}

# form_cluster: every queue gets a member on every node, and the leaders are spread.
form_cluster() {
    local node
    for node in 2 3; do
        add_node "$node"
        control_queues grow "$(node_name "$node")" all
    done
    control_queues rebalance quorum
}

# leave_cluster: what is on the other nodes goes back to the first.
leave_cluster() {
    local node
    for node in 3 2; do
        control_queues shrink "$(node_name "$node")"
        # Nothing is on it any more, and a node that is asked waits a minute for the others.
        kill_node "$node"
        control_node 1 forget_cluster_node "$(node_name "$node")"
    done
}

stop_node() {
    ask_to_stop "$(node_pid_file "$1")"
    wait_until_stopped "$(node_pid_file "$1")" 60
}

# stop_cluster: whatever there is beside node 1.
stop_cluster() {
    local node
    for node in 3 2; do stop_node "$node"; done
}

# leader_of VHOST QUEUE: the number of the node that leads it.
leader_of() {
    local leader
    leader=$(control_node 1 -q list_queues -p "$1" name leader | awk -v queue="$2" '$1 == queue { print $2 }')
    case $leader in
    "$(node_name 2)") echo 2 ;;
    "$(node_name 3)") echo 3 ;;
    *) echo 1 ;;
    esac
}
