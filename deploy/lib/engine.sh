# shellcheck shell=bash
# A Docker engine and Compose: those that are there, else Debian's, with an engine of our own that ends with the script.

# require_engine FOLDER: sets OWN_ENGINE (empty when there was one) and DOCKER_HOST; FOLDER keeps our engine's images.
require_engine() {
    OWN_ENGINE=
    if ! command -v docker >/dev/null || ! docker info >/dev/null 2>&1; then
        start_engine "$1"
    fi
    if docker compose version >/dev/null 2>&1; then
        COMPOSE=(docker compose)
    else
        command -v docker-compose >/dev/null || require_packages docker-compose
        COMPOSE=(docker-compose)
    fi
    note "engine $(docker version --format '{{.Server.Version}}'), compose $("${COMPOSE[@]}" version --short)"
}

start_engine() {
    local folder=$1
    ((EUID == 0)) || fail "no Docker engine answers, and only root can start one" \
        "Start Docker (systemctl start docker), join the group docker, or run this script with sudo."
    command -v dockerd >/dev/null && command -v docker >/dev/null || require_packages docker.io
    OWN_ENGINE=$folder
    mkdir -p "$folder"
    stop_engine
    export DOCKER_HOST=unix://$folder/docker.sock
    launch "$DATA/run/engine.pid" "$DATA/logs/engine.log" dockerd --storage-driver=overlay2 \
        --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid" -H "$DOCKER_HOST" \
        --bip 10.213.0.1/24 --default-address-pool base=10.214.0.0/16,size=24
    progress "Docker engine" "$DATA/logs/engine-start.log" "See $DATA/logs/engine.log." wait_for_engine
}

wait_for_engine() {
    local deadline=$((SECONDS + 60))
    until docker info >/dev/null 2>&1; do
        if ((SECONDS >= deadline)) || ! is_running "$DATA/run/engine.pid"; then
            tail -n 20 "$DATA/logs/engine.log"
            return 1
        fi
        sleep 0.5
    done
}

# stop_engine: ours, or one that a killed run left on the folder.
stop_engine() {
    local pid
    [[ -n $OWN_ENGINE && -s $OWN_ENGINE/pid ]] || return 0
    pid=$(<"$OWN_ENGINE/pid")
    [[ $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) == *"$OWN_ENGINE/data"* ]] || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    local deadline=$((SECONDS + 30))
    while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.2; done
}

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# import_debian: debian:bookworm-slim from the packages' mirror, for an engine that can pull nothing.
import_debian() {
    local root=$OWN_ENGINE/debian
    command -v debootstrap >/dev/null || require_packages debootstrap
    rm -rf "$root"
    debootstrap --variant=minbase bookworm "$root"
    # With the security updates, as the official image has them.
    cat >"$root/etc/apt/sources.list" <<SOURCES
deb http://deb.debian.org/debian bookworm main
deb http://deb.debian.org/debian bookworm-updates main
deb http://deb.debian.org/debian-security bookworm-security main
SOURCES
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
    tar -C "$root" -c . | docker import - debian:bookworm-slim
    rm -rf "$root"
}

# build_image NAME CONTEXT [FLAG...]: --network host, so that a package mirror is reached the way that the machine does.
build_image() {
    local name=$1 context=$2
    shift 2
    docker build --network host -t "$name" "$@" "$context"
}
