# shellcheck shell=bash
# Sourced. The database behind bin/run: made once from the template, upgraded when the addon changed, never made again.

content_file() { echo "$ENV_DIR/run/content-of-$1"; } # which content of the addon a database was last upgraded to

# The template lies in the test cluster; a dump carries it over in a few seconds.
carry_over() {
    local from_host=$1 template=$2 database=$3
    createdb "$database.new" &&
        # Odoo marks this function immutable for its indexes; a dump does not carry that
        psql -Xqd "$database.new" -c 'CREATE EXTENSION unaccent' -c 'ALTER FUNCTION unaccent(text) IMMUTABLE' &&
        pg_dump -h "$from_host" -Fc -Z0 "$template" | PGOPTIONS='-c synchronous_commit=off' pg_restore --no-owner -d "$database.new" &&
        psql -Xqc "ALTER DATABASE \"$database.new\" RENAME TO \"$database\"" -c CHECKPOINT
}

create_run_database() {
    local database=$1 template_host template_files
    use_environment test
    ensure_addon_database
    ensure_asset_bundles
    template_host=$PGHOST template_files=$DATA_DIR/filestore/$ADDON_DATABASE
    use_environment run
    say "Database $database: creating it with the demo data"
    dropdb --if-exists --force "$database.new" 2>/dev/null
    logged create-database "read the log; then start again." carry_over "$template_host" "$ADDON_DATABASE" "$database"
    mkdir -p "$DATA_DIR/filestore"
    if [ -d "$template_files" ] && [ ! -e "$DATA_DIR/filestore/$database" ]; then cp -a "$template_files" "$DATA_DIR/filestore/$database"; fi
    addon_content_key >"$(content_file "$database")"
}

back_up() { # keeps the newest three
    local folder=$ENV_DIR/run/backups
    mkdir -p "$folder"
    odoo_command db dump "$1" "$folder/$1-$(date +%Y%m%d-%H%M%S).zip" || return 1
    find "$folder" -name "$1-*.zip" | sort -r | tail -n +4 | xargs -r rm -f
}

upgrade_run_database() {
    local database=$1 key
    key=$(addon_content_key)
    [ "$(cat "$(content_file "$database")" 2>/dev/null)" != "$key" ] || return 0
    say "Database $database: backing it up to .odoo/run/backups"
    logged backup "free some disk space, then start again." back_up "$database"
    say "Database $database: upgrading $ADDON, because its files changed"
    logged upgrade "read the traceback above. The data before it: bin/odoo db load COPY .odoo/run/backups/…zip" \
        odoo_command server -d "$database" -u "$ADDON" --stop-after-init --no-http --log-level=warn
    show_install_warnings "$LOG_DIR/upgrade.log"
    echo "$key" >"$(content_file "$database")"
}

ensure_run_database() {
    use_environment run
    if has_database "$1"; then upgrade_run_database "$1"; else create_run_database "$1"; fi
}

# wkhtmltopdf fetches styles from here; a port of an earlier start would give bare PDFs
set_report_url() {
    psql -Xqd "$1" -c "INSERT INTO ir_config_parameter (key, value, create_date, write_date) VALUES ('report.url', '$2', now(), now())
        ON CONFLICT (key) DO UPDATE SET value = excluded.value" >/dev/null
}
