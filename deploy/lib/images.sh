# shellcheck shell=bash
# The images that docker-compose.yml names. An engine that was there pulls and builds as anyone would; ours, which
# reaches no registry of images, gets stand-ins.

# image_named VARIABLE: the image that docker-compose.yml names by default, from its own text.
image_named() { sed -n "s/.*\${$1:-\([^}]*\)}.*/\1/p" docker-compose.yml | head -n 1; }

# make_images WHOLE_BUILD
make_images() {
    local logs=$DATA/logs
    if [[ -z $OWN_ENGINE ]]; then
        progress "docker-compose build (compiles; takes several minutes)" "$logs/image-build.log" \
            "See $logs/image-build.log." "${COMPOSE[@]}" build
        return
    fi
    make_stand_ins
    progress "mail server" "$logs/image-mail.log" "See the log." \
        build_image waybill-mail:latest . -f deploy/Dockerfile --target mail
    if [[ -n $1 ]]; then
        make_swift_stand_in
        progress "waybill, compiled in the image" "$logs/image-waybill.log" "See the log." \
            build_image waybill:latest . -f deploy/Dockerfile
    else
        require_swift
        build_release --build-tests
        progress "runtime" "$logs/image-runtime.log" "See the log." \
            build_image waybill-runtime:latest . -f deploy/Dockerfile --target runtime
        progress "waybill, of the executables in .build" "$logs/image-waybill.log" "See the log." \
            add_executables
    fi
}

make_stand_ins() {
    local name logs=$DATA/logs stand_ins=deploy/containers/stand-ins
    has_image debian:bookworm-slim || progress "debian:bookworm-slim by debootstrap" "$logs/debootstrap.log" \
        "debootstrap needs a Debian mirror: check the network." import_debian
    for name in postgres rabbitmq; do
        progress "stand-in for $(image_named "WAYBILL_${name^^}_IMAGE")" "$logs/stand-in-$name.log" \
            "The log shows which package could not be installed." \
            build_image "$(image_named "WAYBILL_${name^^}_IMAGE")" "$stand_ins/$name"
    done
}

# make_swift_stand_in: the machine's own toolchain in an image.
make_swift_stand_in() {
    local image context=$OWN_ENGINE/swift toolchain
    image=$(sed -n 's/^ARG SWIFT_IMAGE=//p' deploy/Dockerfile)
    has_image "$image" && return
    require_swift
    toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
    rm -rf "$context"
    mkdir -p "$context/packages"
    cp -a "$toolchain" "$context/usr"
    if [[ -d /opt/swift-packages ]]; then cp -a /opt/swift-packages/. "$context/packages"; fi
    { git config --get-regexp '^url\..*insteadof$' || true; } | while read -r key value; do
        git config --file "$context/gitconfig" --add "$key" "$value"
    done
    touch "$context/gitconfig"
    cp deploy/containers/stand-ins/swift/Dockerfile "$context"
    progress "stand-in for $image" "$DATA/logs/stand-in-swift.log" "See the log." build_image "$image" "$context"
    rm -rf "$context"
}

# add_executables: what the Dockerfile's last stage does, with executables from here.
add_executables() {
    local context=$DATA/image
    rm -rf "$context"
    deploy/containers/collect-executables "$WAYBILL_BIN" deploy/services.tsv "$context/bin"
    printf 'FROM waybill-runtime:latest\nCOPY bin /opt/waybill/bin\n' >"$context/Dockerfile"
    build_image waybill:latest "$context"
}
