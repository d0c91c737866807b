# shellcheck shell=bash
# A virtual environment in .build for the Python programs that run beside Waybill: the mail sink, the tests' validators.

# require_python FILE: sets PYTHON, with everything that the requirements file names installed.
require_python() {
    local folder=$PWD/.build/venv installed
    installed=$folder/$(basename "$1")
    PYTHON=$folder/bin/python
    cmp -s "$1" "$installed" && return
    step "Installing Python packages into .build/venv"
    [[ -x $PYTHON ]] || progress "Virtual environment" "$PWD/.build/venv.log" \
        "On Debian and Ubuntu: apt-get install python3-venv" python3 -m venv "$folder"
    progress "$(grep -cv '^#' "$1") packages" "$PWD/.build/pip.log" \
        "pip needs a package index: check the network and PIP_INDEX_URL." "$PYTHON" -m pip install -q -r "$1"
    cp "$1" "$installed"
}
