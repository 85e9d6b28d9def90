#!/usr/bin/env bash
# The two commands, as a newcomer types them: a fresh clone, an empty home, nothing but Python, git and make.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
export HOME=$work/home UV_CACHE_DIR=$work/home/.cache/uv
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
export ATTACHE_PORT=$port
mkdir -p "$HOME"
trap '[ -z "${server:-}" ] || kill -- -"$server" 2>/dev/null || true; rm -rf "$work"' EXIT
export SHARED=${SHARED:-$root/../shared}  # the articles that are not shipped, where they are
unset VIRTUAL_ENV ATTACHE_DATA_DIR UV_PROJECT_ENVIRONMENT

git clone --quiet "$root" "$work/attache"
cd "$work/attache"

serve() {  # start `make serve` in a group of its own and wait for the first true answer
  setsid make serve >"$work/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    if curl -sf "http://127.0.0.1:$port/articles?actor=EU" | grep -q '"id":"20'; then return 0; fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.2
  done
  cat "$work/serve.log"
  return 1
}
stop() { kill -TERM -- -"$server"; wait "$server" 2>/dev/null || true; }

SECONDS=0
serve
echo "make serve in a fresh clone answered after $SECONDS s"
total=$(curl -sf "http://127.0.0.1:$port/articles?limit=0" | grep -o '"total":[0-9]*')
stop
SECONDS=0
serve
echo "make serve again answered after $SECONDS s"
[ "$total" = "$(curl -sf "http://127.0.0.1:$port/articles?limit=0" | grep -o '"total":[0-9]*')" ]
[ "${total#*:}" -ge "$(ls seed/articles | wc -l)" ]
stop
make test
