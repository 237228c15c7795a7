# shellcheck shell=bash
# Sourced first by every command of bin/: where things lie, how we speak to the person, what is done already.
set -euo pipefail

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
ADDON=sales_os
ENV_DIR=${SALES_OS_ENV_DIR:-$REPO/.odoo} # everything the commands make lies in here
VENV=$ENV_DIR/venv
PYTHON=$VENV/bin/python
ADDONS_DIR=$ENV_DIR/addons
LOG_DIR=$ENV_DIR/logs

mkdir -p "$ENV_DIR/stamps" "$LOG_DIR"
if [ ! -w "${TMPDIR:-/tmp}" ]; then # some machines give /tmp to another user
    mkdir -p "$ENV_DIR/tmp"
    export TMPDIR=$ENV_DIR/tmp
fi

# say TEXT: one line of progress, with the seconds since the command began
say() { printf '[%3ds] %s\n' "$SECONDS" "$*" >&2; }

# give_up WHAT TO_DO: end with what went wrong and what the person can do about it
give_up() {
    printf '\n%s: %s\n' "$(basename "$0")" "$1" >&2
    [ -z "${2:-}" ] || printf '  What to do: %s\n' "$2" >&2
    exit 1
}

# logged NAME TO_DO COMMAND...: run it quietly; when it fails, show the end of its log and what to do
logged() {
    local log=$LOG_DIR/$1.log to_do=$2
    shift 2
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 40 "$log" >&2
        give_up "this step failed (whole log: $log)." "$to_do"
    fi
}

# A stamp remembers that a step is done for a given key (versions, contents), so that the second start is fast.
is_done() { [ "$(cat "$ENV_DIR/stamps/$1" 2>/dev/null)" = "$2" ]; }
mark_done() { printf %s "$2" >"$ENV_DIR/stamps/$1"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        give_up "this step needs root or sudo: $*" "run that command as root once, then start again."
    fi
}

# One set-up at a time in one checkout; a second command waits for the first.
lock_setup() {
    exec 9>"$ENV_DIR/lock"
    flock -n 9 || { say "another command is setting things up here; waiting for it" && flock 9; }
}
unlock_setup() { exec 9>&-; }
