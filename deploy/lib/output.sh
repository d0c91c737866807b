# shellcheck shell=bash
# What a person sees: steps, progress, and failures that say what to do.

if [[ -t 1 ]]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' PLAIN=$'\e[0m' CLEAR_LINE=$'\r\e[K'
else
    BOLD='' DIM='' RED='' PLAIN='' CLEAR_LINE=''
fi

# How often a long step shows itself where there is no terminal to draw on.
PROGRESS_INTERVAL=20
# The process group of the step that runs now, for `stop_current_step`.
CURRENT_STEP=

step() { printf '%s==>%s %s\n' "$BOLD" "$PLAIN" "$*"; }
note() { printf '    %s\n' "$*"; }
warn() { printf '%swarning:%s %s\n' "$RED" "$PLAIN" "$*" >&2; }

# fail WHAT ADVICE...: ends the script; every line of advice says something that the reader can do.
fail() {
    printf '%serror:%s %s\n' "$RED" "$PLAIN" "$1" >&2
    shift
    local advice
    for advice in "$@"; do printf '       %s\n' "$advice" >&2; done
    exit 1
}

# progress TITLE LOG ADVICE COMMAND...: runs a command or function with its output in LOG, shows that it is alive, and
# on failure shows the end of the log and ends the script with the advice. Never call it behind `||` or in an `if`: bash
# then ignores `set -e` inside the function that it runs.
progress() {
    local title=$1 log=$2 advice=$3 started=$SECONDS shown=$SECONDS status=0
    shift 3
    mkdir -p "$(dirname "$log")"
    # Job control for a moment: the step becomes a process group of its own, so that Ctrl-C reaches only this script,
    # which then ends the step as a whole.
    set -m
    ("$@") >"$log" 2>&1 </dev/null 9>&- &
    CURRENT_STEP=$!
    set +m
    while kill -0 "$CURRENT_STEP" 2>/dev/null; do
        if [[ -n $CLEAR_LINE ]]; then
            printf '%s    %s %s%ss  %s%s' "$CLEAR_LINE" "$title" "$DIM" $((SECONDS - started)) \
                "$(last_line "$log" 60)" "$PLAIN"
        elif ((SECONDS - shown >= PROGRESS_INTERVAL)); then
            shown=$SECONDS
            note "$title: $((SECONDS - started)) s  $(last_line "$log" 80)"
        fi
        sleep 0.2
    done
    wait "$CURRENT_STEP" || status=$?
    CURRENT_STEP=
    printf '%s' "$CLEAR_LINE"
    if ((status == 0)); then
        note "$title: done in $((SECONDS - started)) s"
    else
        note "$title: failed after $((SECONDS - started)) s. The end of $log:"
        tail -n 30 "$log" | sed 's/^/      | /'
        fail "$title: failed (status $status)" "$advice"
    fi
}

stop_current_step() {
    if [[ -n $CURRENT_STEP ]]; then
        disown "$CURRENT_STEP" 2>/dev/null || true
        kill -TERM -- "-$CURRENT_STEP" 2>/dev/null || true
        while kill -0 "$CURRENT_STEP" 2>/dev/null; do sleep 0.1; done
        CURRENT_STEP=
    fi
}

last_line() { tail -n 1 "$1" 2>/dev/null | tr -cd '[:print:]' | cut -c "1-$2"; }
