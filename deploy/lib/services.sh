# shellcheck shell=bash
# The eight services as processes: settings, start, readiness, stop.

READY_DEADLINE=60
# Longer than a service's own deadline, after which it gives up its confirms and leaves the rest to the outbox.
STOP_DEADLINE=40
# Seconds from the end of one audit to the next.
AUDIT_INTERVAL=${WAYBILL_AUDIT_EVERY:-300}

# service_names: in the order of starting; they stop in reverse.
service_names() { cut -f1 deploy/services.tsv; }
service_schema() { awk -v name="$1" '$1 == name { print $2 }' deploy/services.tsv; }

# write_settings FILE NAME VALUE...: an environment file that a shell can read.
write_settings() {
    local file=$1
    shift
    (
        umask 077
        while (($#)); do
            printf '%s=%q\n' "$1" "$2"
            shift 2
        done >"$file"
    )
}

# common_settings: sets COMMON, what every process needs to find database and broker.
common_settings() {
    COMMON=(
        WAYBILL_DATABASE_HOST 127.0.0.1
        WAYBILL_DATABASE_PORT "$(port_of database)"
        WAYBILL_DATABASE_NAME waybill
        WAYBILL_BROKER_HOST 127.0.0.1
        WAYBILL_BROKER_PORT "$(port_of broker)"
        WAYBILL_BROKER_VHOST "$BROKER_VHOST"
    )
}

# write_operator_settings: DATA/env, read by ./deploy/waybill, and DATA/admin.env, which is read after it for what only
# the administrator may do; they are there while the system runs.
write_operator_settings() {
    local name urls=()
    common_settings
    for name in $(service_names); do
        choose_port "$name"
        urls+=("WAYBILL_URL_$(tr a-z- A-Z_ <<<"$name")" "http://127.0.0.1:$PORT")
    done
    write_settings "$DATA/env" "${COMMON[@]}" "${urls[@]}" \
        WAYBILL_BIN "$WAYBILL_BIN" \
        WAYBILL_DATA "$DATA" \
        WAYBILL_DATABASE_USER waybill_operator \
        WAYBILL_DATABASE_PASSWORD_FILE "$SECRETS/operator/database" \
        WAYBILL_BROKER_USER waybill-operator \
        WAYBILL_BROKER_PASSWORD_FILE "$SECRETS/operator/broker" \
        WAYBILL_BROKER_MANAGEMENT "$BROKER_MANAGEMENT" \
        WAYBILL_MAIL "$DATA/mail"
    write_settings "$DATA/admin.env" \
        WAYBILL_SECRETS "$SECRETS" \
        WAYBILL_DATABASE_USER waybill_admin \
        WAYBILL_DATABASE_PASSWORD_FILE "$SECRETS/admin/database" \
        WAYBILL_BROKER_USER waybill_admin \
        WAYBILL_BROKER_PASSWORD_FILE "$SECRETS/admin/broker"
}

forget_operator_settings() { rm -f "$DATA/env" "$DATA/admin.env"; }

# prepare: brings database and broker to what this version needs, as the administrator.
prepare() {
    set -a
    # shellcheck source=/dev/null
    source "$DATA/env"
    # shellcheck source=/dev/null
    source "$DATA/admin.env"
    set +a
    deploy/setup
}

# start_service NAME [INSTANCE]: one process; INSTANCE is a number when there are several of a kind.
start_service() {
    local name=$1 process=$1${2:+-$2} schema port own=()
    schema=$(service_schema "$name")
    port=$(port_of "$process")
    common_settings
    [[ $name != notifications ]] || own=(
        WAYBILL_SMTP_HOST 127.0.0.1
        WAYBILL_SMTP_PORT "$(port_of smtp)"
        WAYBILL_MAIL_FROM "${WAYBILL_MAIL_FROM:-orders@shop.example}"
    )
    if [[ $name == order-intake ]]; then
        # Keys and passwords of shops on their channels' side, a file each.
        own=(WAYBILL_INTAKE_CREDENTIALS "${WAYBILL_INTAKE_CREDENTIALS:-$DATA/credentials}")
        (umask 077 && mkdir -p "${own[1]}")
    fi
    [[ $name != returns ]] || own=(WAYBILL_RETURNS_PAGE_URL "http://127.0.0.1:$port")
    write_settings "$DATA/services/$process.env" "${COMMON[@]}" "${own[@]}" \
        WAYBILL_HTTP_HOST 127.0.0.1 \
        WAYBILL_HTTP_PORT "$port" \
        WAYBILL_DATABASE_USER "waybill_$schema" \
        WAYBILL_DATABASE_PASSWORD_FILE "$SECRETS/$name/database" \
        WAYBILL_BROKER_USER "waybill-$name" \
        WAYBILL_BROKER_PASSWORD_FILE "$SECRETS/$name/broker"
    # What only these scripts read is taken away, since a service warns of settings that it does not know.
    # shellcheck disable=SC2016
    launch "$DATA/run/$process.pid" "$DATA/logs/$process.log" \
        bash -c 'unset ${!WAYBILL_PORT_*} WAYBILL_DATA; set -a; source "$0"; exec "$@"' \
        "$DATA/services/$process.env" "$WAYBILL_BIN/$name" serve
}

# start_auditor: the audit as a job, with an operator's rights; its findings are at /metrics.
start_auditor() {
    choose_port auditor
    {
        cat "$DATA/env"
        printf '%s=%q\n' WAYBILL_HTTP_HOST 127.0.0.1 WAYBILL_HTTP_PORT "$PORT"
    } >"$DATA/services/auditor.env"
    # shellcheck disable=SC2016
    launch "$DATA/run/auditor.pid" "$DATA/logs/auditor.log" \
        bash -c 'set -a; source "$0"; exec "$@"' "$DATA/services/auditor.env" \
        "$WAYBILL_BIN/waybill" audit --every "$AUDIT_INTERVAL"
}

# wait_until_ready PROCESS...: until each answers 200 on /health/ready. A process that ends is not waited for.
wait_until_ready() {
    local process url deadline=$((SECONDS + READY_DEADLINE))
    for process in "$@"; do
        echo "waiting for $process"
        url=http://127.0.0.1:$(port_of "$process")/health/ready
        until curl -fsS -o /dev/null --max-time 2 "$url" 2>/dev/null; do
            if ! is_running "$DATA/run/$process.pid"; then
                echo "$process has ended by itself. The end of $DATA/logs/$process.log:"
                tail -n 20 "$DATA/logs/$process.log"
                return 1
            elif ((SECONDS >= deadline)); then
                echo "$process is not ready after $READY_DEADLINE s. $url says:"
                curl -sS --max-time 2 "$url" || true
                echo "The end of $DATA/logs/$process.log:"
                tail -n 20 "$DATA/logs/$process.log"
                return 1
            fi
            sleep 0.2
        done
    done
}

start_services() {
    local name names
    mapfile -t names < <(service_names)
    step "Starting the services"
    for name in "${names[@]}"; do start_service "$name"; done
    progress "${#names[@]} services ready" "$DATA/logs/services-start.log" \
        "The logs are in $DATA/logs. A service's own check says more: ./deploy/waybill status" \
        wait_until_ready "${names[@]}"
}

# stop_services: all at once are asked, in reverse order; every process that a pid file of a service names.
stop_services() {
    local name file
    # First: it would find that nobody answers.
    ask_to_stop "$DATA/run/auditor.pid"
    wait_until_stopped "$DATA/run/auditor.pid" "$STOP_DEADLINE"
    for name in $(service_names | tac); do
        for file in "$DATA/run/$name".pid "$DATA/run/$name"-[0-9]*.pid; do ask_to_stop "$file"; done
    done
    for name in $(service_names | tac); do
        for file in "$DATA/run/$name".pid "$DATA/run/$name"-[0-9]*.pid; do
            [[ ! -e $file ]] || wait_until_stopped "$file" "$STOP_DEADLINE"
        done
    done
}
