#!/usr/bin/env bash
# Prints the command of a Python that AdCRM runs on: $PYTHON if it is set, otherwise the first of 3.11 or newer.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if [ -n "${PYTHON:-}" ]; then
    fits "$PYTHON" || fail "PYTHON=$PYTHON is not Python 3.11 or newer."
    echo "$PYTHON"
    exit
fi
for candidate in python3.11 python3 python python3.12 python3.13 python3.14; do
    if fits "$candidate"; then echo "$candidate"; exit; fi
done
fail "Python 3.11 or newer is needed, and none was found. Install it (on Debian 12: apt-get install python3 python3-venv), or name it: make run PYTHON=/path/to/python3.11"
