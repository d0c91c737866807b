# shellcheck shell=bash
# The executables: one configuration for everything, release; `up`, `test` and the containers use the same files.

# build_release [FLAG...]: sets WAYBILL_BIN. SwiftPM knows what is up to date; a second run takes seconds.
build_release() {
    step "Building (release)"
    progress "swift build" "$PWD/.build/waybill-build.log" \
        "Read the first error above. For a full report: swift build -c release $*" swift build -c release "$@"
    WAYBILL_BIN=$(swift build -c release --show-bin-path)
}
