# shellcheck shell=bash
# Ports: asked for, remembered, or found. All lie below 32768, out of the range that the kernel gives to outgoing
# connections, and far from 45535, above which RabbitMQ's own defaults leave the range of ports.

# One system has one hundred; another on the same machine takes the next.
PORT_BASE=${WAYBILL_PORT_BASE:-17000}
declare -A PORT_IN_THE_HUNDRED=(
    [smtp]=25 [database]=32 [broker]=72 [management]=73 [distribution]=75 [epmd]=69 [prometheus]=92
    [order-intake]=81 [saga-coordinator]=82 [payment-verify]=83 [inventory]=84
    [warehouse]=85 [shipping]=86 [returns]=87 [notifications]=88 [auditor]=89
    [broker-2]=52 [management-2]=53 [distribution-2]=55 [prometheus-2]=56
    [broker-3]=62 [management-3]=63 [distribution-3]=65 [prometheus-3]=66
)

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port_variable NAME: the setting that fixes a port, such as WAYBILL_PORT_ORDER_INTAKE.
port_variable() {
    local name=${1^^}
    echo "WAYBILL_PORT_${name//-/_}"
}

# choose_port NAME: sets PORT to what the setting says, else what was used last time, else the usual, else the next
# hundred in which it is free; and remembers it.
choose_port() {
    local variable remembered candidate
    variable=$(port_variable "$1")
    if [[ -n ${!variable:-} ]]; then
        port_is_free "${!variable}" || fail "port ${!variable} ($variable) is taken" \
            "See by whom with: ss -ltnp 'sport = :${!variable}'. Free it, or set $variable to another."
        PORT=${!variable}
    else
        remembered=$(port_of "$1")
        PORT=
        for candidate in ${remembered:-} $(seq $((PORT_BASE + PORT_IN_THE_HUNDRED[$1])) 100 32700); do
            if port_is_free "$candidate"; then
                PORT=$candidate
                break
            fi
        done
        [[ -n $PORT ]] || fail "no free port found for $1" "Set $variable to a free one."
    fi
    remember_port "$1" "$PORT"
}

# port_of NAME: the port remembered; nothing when there is none.
port_of() {
    if [[ -f $DATA/ports ]]; then sed -n "s/^$1=//p" "$DATA/ports"; fi
}

remember_port() {
    touch "$DATA/ports"
    { sed "/^$1=/d" "$DATA/ports" && echo "$1=$2"; } | sort >"$DATA/ports.new"
    mv "$DATA/ports.new" "$DATA/ports"
}
