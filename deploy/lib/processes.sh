# shellcheck shell=bash
# Long-lived children: started in a session of their own, known by a pid file, ended by pid and by nothing else.

# as_account ACCOUNT COMMAND...: as that account when we are root (PostgreSQL refuses root), as ourselves otherwise.
as_account() {
    local account=$1
    shift
    if ((EUID == 0)); then
        setpriv --reuid="$account" --regid="$(id -g "$account")" --init-groups -- "$@"
    else
        "$@"
    fi
}

# make_folder ACCOUNT FOLDER: private to the account.
make_folder() {
    if ((EUID == 0)); then
        install -d -m 700 -o "$1" -g "$1" "$2"
    else
        install -d -m 700 "$2"
    fi
}

# launch PIDFILE LOG COMMAND...: a session of its own keeps the terminal's Ctrl-C away from the child, so that we choose
# the order in which things stop; descriptor 9 is the lock of `up`, which must not outlive it.
launch() {
    local pid_file=$1 log=$2 waited=0
    shift 2
    rm -f "$pid_file"
    # shellcheck disable=SC2016
    setsid bash -c 'echo "$$" >"$0.new" && mv "$0.new" "$0"; exec "$@"' "$pid_file" "$@" >>"$log" 2>&1 </dev/null 9>&- &
    # No job of this shell, which would print a line of its own when the child is killed.
    disown
    until [[ -s $pid_file ]]; do
        ((++waited <= 100)) || fail "could not start $1" "See $log."
        sleep 0.05
    done
    # The start time tells the process from a later one that was given the same number.
    echo "$(<"$pid_file") $(start_time "$(<"$pid_file")")" >"$pid_file"
}

# start_time PID: in clock ticks since boot; nothing when there is no such process or only its zombie.
start_time() {
    local stat fields
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} == Z ]] || echo "${fields[19]}"
}

is_running() {
    local pid started
    [[ -s $1 ]] || return 1
    read -r pid started <"$1"
    [[ -n $started && $(start_time "$pid") == "$started" ]]
}

# ask_to_stop PIDFILE: SIGTERM, without waiting.
ask_to_stop() {
    local pid
    if is_running "$1"; then
        read -r pid _ <"$1"
        kill -TERM "$pid" 2>/dev/null || true
    fi
}

# wait_until_stopped PIDFILE SECONDS: SIGKILL when the time is up.
wait_until_stopped() {
    local pid deadline=$((SECONDS + $2))
    while is_running "$1"; do
        if ((SECONDS >= deadline)); then
            read -r pid _ <"$1"
            warn "$(basename "$1" .pid) did not stop within $2 s and is killed; its unsent messages are in its outbox"
            kill -KILL "$pid" 2>/dev/null || true
            deadline=$((SECONDS + 5))
        fi
        sleep 0.1
    done
    rm -f "$1"
}
