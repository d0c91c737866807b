# shellcheck shell=bash
# What must be on the machine: a Swift toolchain, which we ask for, and Debian packages, which we install.

SWIFT_NEEDED=6.2
POSTGRES_NEEDED=15

PACKAGES_TO_BUILD=(librabbitmq-dev libpq-dev libcurl4-openssl-dev libssl-dev pkg-config)
PACKAGES_TO_RUN=(rabbitmq-server curl python3 python3-venv)
# promtool, which checks the metrics; openssl, which signs an order in a script.
PACKAGES_TO_TEST=(prometheus openssl)

# require_packages NAME...: installs those that are missing; asks nothing of the machine when none is.
require_packages() {
    local missing=() name
    for name in "$@"; do package_is_installed "$name" || missing+=("$name"); done
    find_postgres || missing+=(postgresql postgresql-client)
    ((${#missing[@]} == 0)) && return

    step "Installing what is missing: ${missing[*]}"
    command -v apt-get >/dev/null || fail "this system has no apt-get, and these are missing: ${missing[*]}" \
        "Waybill's scripts know Debian 12 and Ubuntu. Elsewhere use docker-compose.yml, or install by hand:" \
        "rabbitmq-c, libpq, libcurl and OpenSSL with headers; RabbitMQ 3.10 or newer, PostgreSQL $POSTGRES_NEEDED or" \
        "newer, Python 3 with venv, curl."
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "packages are missing, and there is no sudo" \
            "As root, run: apt-get update && apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    "${as_root[@]}" deploy/lib/install-packages "${missing[@]}" || fail "apt-get could not install: ${missing[*]}" \
        "The lines above say why. Often the network or a mirror: try again, or run apt-get update by hand."
    find_postgres || fail "PostgreSQL $POSTGRES_NEEDED or newer is needed; this system's packages are older" \
        "Add PostgreSQL's own repository (https://wiki.postgresql.org/wiki/Apt), then: apt-get install postgresql"
}

package_is_installed() { [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

# find_postgres: sets POSTGRES_BIN to the newest server's programs. The distribution's package name has a version in it,
# so we look for the program.
find_postgres() {
    POSTGRES_BIN=$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' 2>/dev/null |
        sort -t/ -k5 -rn | head -n 1)
    POSTGRES_BIN=${POSTGRES_BIN%/initdb}
    local version=${POSTGRES_BIN#/usr/lib/postgresql/}
    version=${version%/bin}
    [[ -n $version ]] && ((version >= POSTGRES_NEEDED))
}

require_swift() {
    local swiftly=${SWIFTLY_HOME_DIR:-$HOME/.local/share/swiftly}/bin version
    command -v swift >/dev/null || PATH=$PATH:$swiftly:/opt/swift/usr/bin
    command -v swift >/dev/null || fail "no Swift toolchain found" \
        "Get Swift $SWIFT_NEEDED or newer from https://www.swift.org/install/linux/ and put its usr/bin on the PATH."
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')
    [[ $(printf '%s\n' "$SWIFT_NEEDED" "$version" | sort -V | head -n 1) == "$SWIFT_NEEDED" ]] ||
        fail "Swift $SWIFT_NEEDED or newer is needed; $(command -v swift) is ${version:-unreadable}" \
            "Get a newer one from https://www.swift.org/install/linux/ and put its usr/bin first on the PATH."
}
