# shellcheck shell=bash
# Sourced. Finds an HTTP port that nobody listens on.

port_is_free() {
    python3 - "$1" <<'PY'
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError):
        sys.exit(1)
PY
}

# free_port WANTED: the wanted port or the next free one; says so when it is not the wanted one
free_port() {
    local wanted=$1 port
    for ((port = wanted; port < wanted + 50; port++)); do
        if port_is_free "$port"; then
            [ "$port" = "$wanted" ] || say "Port $wanted is taken; using $port"
            echo "$port"
            return
        fi
    done
    give_up "no free port from $wanted to $((wanted + 49))." "name another one: bin/run --port 9000"
}
