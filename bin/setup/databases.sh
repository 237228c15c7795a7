# shellcheck shell=bash
# Sourced. Template databases in the test cluster: one with every dependency, one with the addon on top. Copies are made in a second.

has_database() { [ "$(psql -XAtqc "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ]; }

drop_database() {
    dropdb --if-exists --force "$1" 2>>"$LOG_DIR/dropdb.log"
    rm -rf "$DATA_DIR/filestore/$1"
}

# copy_database FROM TO: the filestore by hard links, because Odoo never changes a file in it
copy_database() {
    drop_database "$2"
    createdb --template "$1" --strategy file_copy "$2" 2>/dev/null || createdb --template "$1" "$2" # PostgreSQL < 15 has no strategies
    if [ -d "$DATA_DIR/filestore/$1" ]; then cp -al "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"; fi
}

# Copies are named <what>_<process>, those of a test run's workers <what>_<process>-gw<number>; a run that was killed could not remove its own.
drop_abandoned_copies() {
    local name owner
    for name in $(psql -XAtqc "SELECT datname FROM pg_database WHERE datname ~ '^(test|pot|wheel|bench)_[0-9]+(-gw[0-9]+)?$'"); do
        owner=${name##*_}
        [ -e "/proc/${owner%-gw*}" ] || drop_database "$name"
    done
}

rename_database() {
    psql -Xqc "ALTER DATABASE \"$1\" RENAME TO \"$2\""
    if [ -d "$DATA_DIR/filestore/$1" ]; then mv "$DATA_DIR/filestore/$1" "$DATA_DIR/filestore/$2"; fi
}

install_modules() { # install_modules DATABASE MODULES
    odoo_command server -d "$1" -i "$2" --stop-after-init --no-http --log-level=warn
}

show_install_warnings() { # a failing demo file only logs; the person must see it all the same
    grep -E " (ERROR|CRITICAL) | WARNING .*$ADDON" "$1" | grep -v "odoo.tools.config" >&2 || true
}

# Sets BASE_DATABASE: all dependencies installed, with demo data, once per list of dependencies
ensure_base_database() {
    local key
    key=$({ addon_depends && cat "$REPO/requirements/oca.txt" && cat "$ODOO_DIR/odoo/release.py"; } | cksum | cut -d' ' -f1)
    BASE_DATABASE=base_$key
    ! has_database "$BASE_DATABASE" || return 0
    say "Template database: installing Odoo's modules once (about a minute)"
    drop_database "${BASE_DATABASE}_new"
    logged install-base "read the log; with a broken download, remove $ENV_DIR and start again." \
        install_modules "${BASE_DATABASE}_new" "$(addon_depends)"
    rename_database "${BASE_DATABASE}_new" "$BASE_DATABASE"
}

# Sets ADDON_DATABASE: the addon on top, once per content of the addon
ensure_addon_database() {
    local old
    drop_abandoned_copies
    ensure_base_database
    ADDON_DATABASE=addon_${BASE_DATABASE#base_}_$(addon_content_key)
    ! has_database "$ADDON_DATABASE" || return 0
    say "Template database: installing $ADDON"
    for old in $(psql -XAtqc "SELECT datname FROM pg_database WHERE datname LIKE 'addon\_%'"); do drop_database "$old"; done
    copy_database "$BASE_DATABASE" "${ADDON_DATABASE}_new"
    logged install-addon "read the traceback above: it is this checkout's own code or data." \
        install_modules "${ADDON_DATABASE}_new" "$ADDON"
    show_install_warnings "$LOG_DIR/install-addon.log"
    [ "$(psql -XAtq -d "${ADDON_DATABASE}_new" -c "SELECT state FROM ir_module_module WHERE name = '$ADDON'")" = installed ] ||
        give_up "$ADDON was not installed." "read $LOG_DIR/install-addon.log: a dependency may be missing."
    rename_database "${ADDON_DATABASE}_new" "$ADDON_DATABASE"
}

run_in_database() { # run_in_database DATABASE FILE.py: with Odoo's env at hand
    odoo_command shell -d "$1" --no-http --log-level=warn <"$2"
}

# Makes the bundles of scripts and styles in the template, because each browser test would make them again.
ensure_asset_bundles() {
    local made
    made=$(psql -XAtqd "$ADDON_DATABASE" -c "SELECT 1 FROM ir_attachment WHERE url LIKE '/web/assets/%/web.assets_web.min.js' LIMIT 1")
    [ -z "$made" ] || return 0
    say "Template database: bundling scripts and styles"
    logged bundles "read the traceback above." run_in_database "$ADDON_DATABASE" "$REPO/bin/setup/make_asset_bundles.py"
}
