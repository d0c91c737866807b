# shellcheck shell=bash
# The executables: one configuration for everything, release; `up`, `test` and the containers use the same files.

# Tests look inside of modules, so all is built for testing: with other flags for `up` than for `test`, every change of
# command would build everything anew. What one module offers is compiled into the others, or each generic call between
# them would be made at run time: envelopes and rows are read and written through several.
RELEASE_FLAGS=(-c release -Xswiftc -enable-testing -Xswiftc -cross-module-optimization)

# build_release [FLAG...]: sets WAYBILL_BIN. SwiftPM knows what is up to date; a second run takes seconds.
build_release() {
    step "Building (release)"
    progress "swift build" "$PWD/.build/waybill-build.log" \
        "Read the first error above. For a full report: swift build ${RELEASE_FLAGS[*]} $*" swift build "${RELEASE_FLAGS[@]}" "$@"
    WAYBILL_BIN=$(swift build -c release --show-bin-path)
}
