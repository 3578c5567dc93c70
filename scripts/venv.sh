#!/usr/bin/env bash
# Makes .venv and installs what is locked in requirements.txt; called by make, which knows when it is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(scripts/python.sh)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_system "Python's venv module" "python$version-venv"
    fi
    say "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
say "Installing packages (a few minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
