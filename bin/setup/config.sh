# shellcheck shell=bash
# Sourced. Writes Odoo's configuration for one of the two environments, run or test.

addons_path() {
    local path=$ODOO_DIR/odoo/addons
    [ ! -d "$ODOO_DIR/addons/sale" ] || path=$path,$ODOO_DIR/addons # a git checkout of Odoo has them apart
    echo "$path,$OCA_ADDONS,$ADDONS_DIR"
}

# write_config run|test: .odoo/<name>/odoo.conf; to be called after start_cluster of the same name
write_config() {
    local name=$1 cron_threads=0
    [ "$name" != run ] || cron_threads=1
    DATA_DIR=$ENV_DIR/$name/data
    ODOO_RC=$ENV_DIR/$name/odoo.conf
    export ODOO_RC
    mkdir -p "$DATA_DIR" "$ENV_DIR/$name/screens"
    cat >"$ODOO_RC.$$" <<CONF
[options]
addons_path = $(addons_path)
data_dir = $DATA_DIR
db_host = $PGHOST
db_port = $PGPORT
db_user = $PGUSER
list_db = True
unaccent = True
with_demo = True
http_interface = 127.0.0.1
max_cron_threads = $cron_threads
limit_time_cpu = 3600
limit_time_real = 7200
limit_memory_hard = 0
limit_memory_soft = 0
screenshots = $ENV_DIR/$name/screens
CONF
    mv "$ODOO_RC.$$" "$ODOO_RC"
}
