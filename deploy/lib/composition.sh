# shellcheck shell=bash
# The steps of test-compose: the system of docker-compose.yml as a person would run it.

PROJECT=waybill-test
HEALTHY_DEADLINE=240

compose() { "${COMPOSE[@]}" --project-name "$PROJECT" "$@"; }

bring_up() {
    # Nothing of an earlier run that was killed.
    compose down --volumes --remove-orphans >"$DATA/logs/compose-down.log" 2>&1 || true
    progress "docker-compose up" "$DATA/logs/compose-up.log" "See the log, and: docker logs CONTAINER" \
        compose up --detach --no-build
    progress "all healthy" "$DATA/logs/compose-healthy.log" "The log of the one that is not says why." \
        wait_until_healthy
}

# wait_until_healthy: every container that has a health check.
wait_until_healthy() {
    local waiting id state deadline=$((SECONDS + HEALTHY_DEADLINE))
    while true; do
        waiting=()
        for id in $(compose ps -q); do
            state=$(docker inspect --format '{{.Name}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' "$id")
            case $state in
            *\ healthy | *\ ) ;;
            *) waiting+=("$state") ;;
            esac
        done
        ((${#waiting[@]})) || return 0
        echo "waiting for: ${waiting[*]#/}"
        if ((SECONDS >= deadline)); then
            echo "not healthy after $HEALTHY_DEADLINE s"
            return 1
        fi
        sleep 1
    done
}

operator() { compose run --rm -T waybill "$@"; }
administrator() { compose run --rm -T admin "$@"; }

deliver_one() {
    progress "an order, to delivered" "$DATA/logs/compose-demo.log" "See the log." administrator demo
}

# check_rights: no container of ours can do more than it must, and an operator is no administrator.
check_rights() {
    progress "containers without capabilities, on a root that is read only" "$DATA/logs/compose-rights.log" \
        "docker-compose.yml gives more than is needed; the log says to whom." check_containers
    progress "an operator opens no shop and reads no secret" "$DATA/logs/compose-operator.log" "See the log." \
        check_operator
}

check_containers() {
    local id name rights
    for id in $(compose ps -q; docker ps -aq --filter "label=com.docker.compose.project=$PROJECT"); do
        name=$(docker inspect --format '{{index .Config.Labels "com.docker.compose.service"}}' "$id")
        case $name in database | broker) continue ;; esac
        rights=$(docker inspect --format \
            '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}' "$id")
        [[ $rights == "true [ALL] [no-new-privileges:true]" ]] || { echo "$name: $rights" && return 1; }
        if [[ $name != secrets ]] && docker inspect --format '{{range .Mounts}}{{.Name}} {{.RW}}
{{end}}' "$id" | grep 'secrets-.* true'; then
            echo "$name may write secrets"
            return 1
        fi
    done
}

check_operator() {
    operator shop list || return 1
    if operator shop add web intruder; then
        echo "an operator could open a shop"
        return 1
    fi
    if compose run --rm -T --entrypoint cat waybill /secrets/admin/broker; then
        echo "an operator could read the administrator's password"
        return 1
    fi
}

# delivered_orders: how many there are, by the operator's command.
delivered_orders() {
    operator orders --count --json |
        python3 -c 'import json, sys; print(json.load(sys.stdin).get("delivered", 0))'
}

# A hundred orders in five seconds, and two more processes of inventory in the middle of them.
deliver_a_hundred_while_scaling() {
    local before flow
    before=$(delivered_orders)
    operator latency --rate 20 --seconds 5 >"$DATA/logs/compose-flow.log" 2>&1 &
    flow=$!
    progress "inventory, three of it" "$DATA/logs/compose-scale.log" "See the log." \
        compose up --detach --no-build --no-recreate --scale inventory=3
    wait "$flow" || fail "a hundred orders could not be submitted" "$(tail -n 5 "$DATA/logs/compose-flow.log")"
    progress "a hundred orders, to delivered" "$DATA/logs/compose-hundred.log" \
        "docker logs of the services says what they wait for." wait_until_delivered $((before + 100))
    progress "all healthy, the new ones too" "$DATA/logs/compose-healthy.log" \
        "The log of the one that is not says why." wait_until_healthy
    progress "every invariant" "$DATA/logs/compose-audit.log" "The audit names what is broken." operator audit
}

wait_until_delivered() {
    local wanted=$1 delivered deadline=$((SECONDS + 120))
    until delivered=$(delivered_orders) && ((delivered >= wanted)); do
        echo "$delivered of $wanted orders are delivered"
        if ((SECONDS >= deadline)); then
            operator orders --count
            return 1
        fi
        sleep 1
    done
}

# show_composition: what a reader of a failed run wants to see.
show_composition() {
    local id
    compose ps
    for id in $(compose ps -q); do
        step "$(docker inspect --format '{{.Name}} {{.State.Status}} {{.State.ExitCode}}' "$id")"
        docker logs --tail 25 "$id" 2>&1 | sed 's/^/      | /'
    done
}

take_down() {
    compose down --volumes --remove-orphans --timeout 40 >"$DATA/logs/compose-down.log" 2>&1 ||
        warn "docker-compose down failed: $(tail -n 1 "$DATA/logs/compose-down.log")"
}
