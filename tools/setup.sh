#!/bin/sh
# Make .venv and install what a constraints file pins, by hash. usage: sh tools/setup.sh constraints.txt
set -eu

usable() { # is this command a Python that is new enough?
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in python3.14 python3.13 python3.12 python3.11 python3; do
        if usable "$name"; then
            echo "$name"
            return
        fi
    done
    echo "post-forge needs Python 3.11 or newer: install it (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)" >&2
    return 1
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        echo "post-forge needs Python's venv module: install it (Debian, Ubuntu: apt install python3-venv)" >&2
        return 1
    fi
    echo "Setting up .venv (once, less than a minute) ..." >&2
    if ! "$python" -m venv --clear .venv; then
        rm -rf .venv
        return 1
    fi
}

# A half-made environment has no stamp, a moved one the stamp of another folder; one whose Python is gone does not start.
if [ "$(cat .venv/.runtime 2>/dev/null)" != "$(pwd -P)" ] || ! usable .venv/bin/python; then
    make_venv
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
.venv/bin/python -m pip install --quiet --require-hashes --requirement "$1"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
