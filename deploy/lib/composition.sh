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

deliver_one() {
    progress "an order, to delivered" "$DATA/logs/compose-demo.log" "See the log." operator demo
}

deliver_a_hundred_while_scaling() {
    :
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
