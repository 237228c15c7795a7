# shellcheck shell=bash
# Sourced. A primary with a streaming replica, made for one run of bin/scale_out and removed after it.

make_primary() { # make_primary DATABASE: a copy of the template, with the demo data
    local template_host
    use_environment test
    ensure_addon_database
    template_host=$PGHOST
    use_environment scale-primary
    say "Primary: copying the demo data"
    logged create-database "read the log; then start again." carry_over "$template_host" "$ADDON_DATABASE" "$1"
}

# pg_basebackup copies the running primary and leaves behind where to stream from (-R)
make_replica() {
    local place
    say "Replica: copying the primary, then streaming from it"
    mkdir -p "$ENV_DIR/scale-replica"
    place=$(place_cluster scale-replica)
    logged base-backup "read the log; then start again." as_cluster_owner "$(postgres_bin)/pg_basebackup" \
        -h "$PGHOST" -p "$PGPORT" -U odoo -D "$place/data" -R -X stream -c fast
    (start_cluster scale-replica)
}

replica_host() { place_socket "$(place_cluster scale-replica)"; }

configure_scale_out() { # after make_primary and make_replica: what a server's odoo.conf says, too
    cat >>"$ODOO_RC" <<CONF
workers = 2
db_replica_host = $(replica_host)
db_replica_port = $PGPORT
CONF
}

remove_scale_out() {
    local name place
    for name in scale-replica scale-primary; do
        place=$(place_cluster "$name")
        as_cluster_owner test ! -e "$place/data/postmaster.pid" ||
            as_cluster_owner "$(postgres_bin)/pg_ctl" -D "$place/data" -m immediate -s stop || true
        rm -rf "${place:?}" "${ENV_DIR:?}/$name" || rm -rf "${place:?}" "${ENV_DIR:?}/$name"
    done
}
