# shellcheck shell=bash
# A private PostgreSQL cluster in the data folder. It listens on TCP at 127.0.0.1 only: the path of a socket in a deep
# folder would be longer than a socket's name may be.

DATABASE_ADMIN=waybill_admin

# start_database: a new cluster when there is none; sets DATABASE_PORT.
start_database() {
    local folder=$DATA/postgres
    step "Starting the database"
    find_postgres || fail "PostgreSQL is not installed" "Run ./deploy/up, which installs it."
    [[ -d $folder/cluster ]] || progress "Making a new cluster" "$DATA/logs/initdb.log" \
        "Is the disk full? Remove $folder and try again." make_cluster "$folder"
    check_cluster_version "$folder/cluster"
    stop_database
    choose_port database
    configure_database "$folder/cluster" "$PORT"
    progress "PostgreSQL at 127.0.0.1:$PORT" "$DATA/logs/postgres-start.log" \
        "See $folder/server.log. After a crash the recovery can take minutes: try once more." \
        control_database start -l "$folder/server.log"
    DATABASE_PORT=$PORT
}

stop_database() {
    if [[ -d $DATA/postgres/cluster ]] && control_database status >/dev/null 2>&1; then
        control_database stop -m fast >/dev/null || control_database stop -m immediate >/dev/null
    fi
}

control_database() {
    (
        cd /
        PGCTLTIMEOUT=300 as_account postgres "$POSTGRES_BIN/pg_ctl" -s -w -D "$DATA/postgres/cluster" "$@" 9>&-
    )
}

make_cluster() {
    local folder=$1 password_file=$1/password
    make_folder postgres "$folder"
    # The administrator's password passes through a file that the server's account can read, for a moment.
    install -m 600 "$(secret admin/database)" "$password_file"
    ((EUID != 0)) || chown postgres "$password_file"
    cd /
    as_account postgres "$POSTGRES_BIN/initdb" -D "$folder/new" -E UTF8 --locale=C -U "$DATABASE_ADMIN" \
        --auth=scram-sha-256 --pwfile="$password_file" --data-checksums
    rm "$password_file"
    echo "include_dir = 'conf.d'" >>"$folder/new/postgresql.conf"
    make_folder postgres "$folder/new/conf.d"
    # The name says that the cluster is whole.
    mv "$folder/new" "$folder/cluster"
}

check_cluster_version() {
    local have=${POSTGRES_BIN#/usr/lib/postgresql/} wanted
    have=${have%/bin}
    wanted=$(<"$1/PG_VERSION")
    [[ $have == "$wanted" ]] && return
    POSTGRES_BIN=/usr/lib/postgresql/$wanted/bin
    [[ -x $POSTGRES_BIN/postgres ]] || fail "the data in $1 is of PostgreSQL $wanted, which is not installed" \
        "Install postgresql-$wanted, or bring the data to $have with pg_upgradecluster or pg_dump."
}

# shared_buffers: a quarter of the memory that this machine or its container has, between 128 MB and 4 GB.
shared_buffers() {
    local bytes limit quarter
    bytes=$(($(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo) * 1024))
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
    [[ $limit == max ]] || ((limit > bytes)) || bytes=$limit
    quarter=$((bytes / 4 / 1024 / 1024))
    ((quarter > 128)) || quarter=128
    ((quarter < 4096)) || quarter=4096
    echo "${quarter}MB"
}

# configure_database CLUSTER PORT: written anew at each start, so that a changed checkout or port takes effect. What a
# script needs beyond it, it says in DATABASE_SETTINGS.
configure_database() {
    local settings=$1/conf.d
    install -m 644 deploy/database/postgresql.conf "$settings/10-waybill.conf"
    cat >"$settings/20-here.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = $2
shared_buffers = $(shared_buffers)
${DATABASE_SETTINGS:-}
CONF
    if ! pg_config --configure 2>/dev/null | grep -q -- --with-lz4; then
        printf '%s\n' "wal_compression = on" "default_toast_compression = pglz" >>"$settings/20-here.conf"
    fi
    chmod 644 "$settings/20-here.conf"
}
