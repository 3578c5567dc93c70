#!/usr/bin/env bash
# Starts the app on localhost:$PORT. The very first start loads the made-up demo agency, unless ADCRM_NO_DEMO is set.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

data=${ADCRM_DATA_DIR:-data}
seen="$data/.started"  # written once, so that a demo that somebody cleared does not come back
if [ ! -e "$seen" ]; then
    mkdir -p "$data"
    if [ -z "${ADCRM_NO_DEMO:-}" ] && .venv/bin/python scripts/stores_are_empty.py; then
        say "Loading the demo agency (once)"
        .venv/bin/python -m adcrm demo
    fi
    touch "$seen"
fi
# Says in words what is wrong with the stores, such as another AdCRM that has them open, before the server would say it in a trace.
.venv/bin/python -m adcrm init >/dev/null
say "AdCRM on http://localhost:${PORT:-8501}"
exec .venv/bin/streamlit run app.py --server.port "${PORT:-8501}"
