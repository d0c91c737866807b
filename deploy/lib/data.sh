# shellcheck shell=bash
# The data folder: everything that this installation keeps, and nothing elsewhere.
#   env        what the operator's command needs to find the system; there while it runs
#   ports      the ports chosen, kept from run to run
#   secrets/   passwords, one a file (see `secret`)
#   postgres/  rabbitmq/  mail/  services/  run/  logs/

# default_data_folder: in the checkout, unless the accounts of the database and the broker cannot get there.
default_data_folder() {
    if ((EUID != 0)) || can_reach nobody "$PWD"; then
        echo "$PWD/.waybill"
    else
        echo /var/lib/waybill
    fi
}

can_reach() { (cd / && as_account "$1" test -x "$2"); }

# open_data_folder FOLDER: sets DATA, makes the folder.
open_data_folder() {
    mkdir -p "$1" || fail "cannot make the data folder $1" "Choose another with --data DIR."
    DATA=$(cd "$1" && pwd)
    SECRETS=$DATA/secrets
    mkdir -p "$DATA/logs" "$DATA/run" "$DATA/services"
    if ((EUID == 0)) && ! can_reach nobody "$DATA"; then
        fail "$DATA is inside a folder that only root may enter" \
            "PostgreSQL and RabbitMQ run under their own accounts and must be able to pass." \
            "Choose another with --data DIR, for example --data /var/lib/waybill."
    fi
}

# lock_data_folder: one `up` a folder. The lock goes with the process, however it ends.
lock_data_folder() {
    exec 9>"$DATA/lock"
    # A moment of patience: the last command of a killed `up` holds the lock until it ends.
    flock -w 3 9 || fail "another ./deploy/up runs on $DATA" \
        "Stop that one with Ctrl-C, or start this one with --data OTHER_FOLDER."
}

# secret NAME: the path of a secret's file; lib/make-secrets has made it.
secret() { echo "$SECRETS/$1"; }
