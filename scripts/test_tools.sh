#!/usr/bin/env bash
# What the tests need beside Python: Chromium, PostgreSQL's server programs, a font with Chinese letters. Quick when all are there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
    install_system "Chromium (for the browser tests)" chromium
fi
if ! command -v initdb >/dev/null && ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then
    install_system "PostgreSQL (the tests start a server of their own)" postgresql
fi
if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh family)" ]; then
    install_system "A font with Chinese letters (for the browser tests)" fonts-noto-cjk
fi
