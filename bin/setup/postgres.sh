# shellcheck shell=bash
# Sourced. Private PostgreSQL clusters that listen on a unix socket only, so a server on port 5432 is not touched.
# There are two. "run" holds what a person types into bin/run: durable. "test" can be made again: fast.
# bin/scale_out adds a pair for as long as it runs: "scale-primary" and "scale-replica".

cluster_owner() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" != 0 ]; then
        id -un
    elif getent passwd postgres >/dev/null; then
        echo postgres
    else
        echo nobody
    fi
}

as_cluster_owner() { # without our lock (9), which a server would hold for ever
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid "$(cluster_owner)" --regid "$(id -g "$(cluster_owner)")" --clear-groups \
            env -C / HOME=/ "$@" 9>&-
    else
        (cd / && exec "$@" 9>&-)
    fi
}

# Usually .odoo/<name>/postgres; elsewhere when the cluster's owner may not enter there (root's home, say).
place_cluster() {
    local name=$1 tag base dir
    tag=$(printf %s "$ENV_DIR" | cksum | cut -d' ' -f1)
    for base in "$ENV_DIR/$name/postgres" "/var/lib/$ADDON-$name-$tag" "/var/tmp/$ADDON-$name-$tag"; do
        mkdir -p "$base" 2>/dev/null || continue
        [ "$(id -u)" != 0 ] || chown "$(cluster_owner)" "$base"
        if as_cluster_owner test -w "$base" 2>/dev/null; then
            echo "$base"
            return
        fi
        rmdir "$base" 2>/dev/null || true
    done
    give_up "found no folder that the user $(cluster_owner) can write for the database." "move the checkout out of a private home folder."
}

# The address of a unix socket holds at most 107 bytes.
place_socket() {
    local cluster=$1 tag dir
    tag=$(printf %s "$cluster" | cksum | cut -d' ' -f1)
    if [ ${#cluster} -le 80 ]; then
        dir=$cluster/socket
        as_cluster_owner mkdir -p "$dir"
        echo "$dir"
        return
    fi
    for dir in "${XDG_RUNTIME_DIR:-/nowhere}" /tmp /var/tmp /dev/shm; do
        as_cluster_owner test -w "$dir" 2>/dev/null || continue
        dir=$dir/$ADDON-$tag-$(id -u)
        as_cluster_owner mkdir -p -m 755 "$dir" 2>/dev/null || continue
        [ "$(stat -c %U "$dir")" = "$(cluster_owner)" ] || continue
        echo "$dir"
        return
    done
    give_up "found no folder for the database's socket." "move the checkout to a shorter path."
}

create_cluster() {
    say "PostgreSQL: creating the $1 cluster ($(postgres_bin))"
    logged "initdb-$1" "remove $2 and start again." \
        as_cluster_owner "$(postgres_bin)/initdb" -D "$2" -U odoo -A trust -E UTF8 --locale=C.UTF-8
}

# After a crash the pid file may name a living process of somebody else, and PostgreSQL then refuses to start.
# (The pid of a dead process it recognises itself.) A server's working folder is its data.
remove_stale_pid() {
    local data pid
    data=$(readlink -f "$1")
    pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null) || return 0
    [ -e "/proc/$pid" ] || return 0
    [ "$(readlink "/proc/$pid/cwd")" = "$data" ] || rm -f "$data/postmaster.pid"
}

cluster_settings() {
    local common="-c listen_addresses= -p 5432 -c max_connections=200 -c jit=off"
    case $1 in
    run) echo "$common" ;;
    # every statement is logged: bin/scale_out reads there which server worked
    scale-*) echo "$common -c fsync=off -c wal_level=replica -c max_wal_senders=4 -c hot_standby=on -c log_statement=all -c log_line_prefix=%a@%d@" ;;
    test) echo "$common -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum_naptime=600" ;;
    esac
}

# start_cluster run|test: start it if it is down, and point psql, createdb and Odoo at it
start_cluster() {
    local name=$1 place data
    mkdir -p "$ENV_DIR/$name"
    place=$(place_cluster "$name")
    data=$place/data
    PGHOST=$(place_socket "$place")
    PATH=$(postgres_bin):$PATH
    export PATH PGHOST PGPORT=5432 PGUSER=odoo PGDATABASE=postgres
    unset PGPASSWORD PGSERVICE PGDATA
    pg_isready -q && return
    as_cluster_owner test -s "$data/PG_VERSION" || create_cluster "$name" "$data"
    remove_stale_pid "$data"
    logged "postgres-$name" "read $data/log." as_cluster_owner "$(postgres_bin)/pg_ctl" -D "$data" -w -t 60 -s -l "$data/log" \
        -o "$(cluster_settings "$name") -c unix_socket_directories='$PGHOST'" start
}

stop_cluster() {
    local data
    data=$(place_cluster "$1")/data
    as_cluster_owner test -e "$data/postmaster.pid" || return 0
    as_cluster_owner "$(postgres_bin)/pg_ctl" -D "$data" -m fast -s stop
}

stop_cluster_if_unused() { # after start_cluster of the same name: someone may have bin/odoo shell open
    local clients
    clients=$(psql -XAtqc "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()" 2>/dev/null) || return 0
    [ "$clients" != 0 ] || stop_cluster "$1"
}
