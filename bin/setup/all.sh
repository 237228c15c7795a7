# shellcheck shell=bash
# Sourced. Everything in its order: what each command of bin/ needs before it does its own work.
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
for piece in system fonts odoo python wkhtmltopdf addon postgres config databases run_database scale_out ports; do
    # shellcheck source=/dev/null
    . "$REPO/bin/setup/$piece.sh"
done

setup_programs() {
    setup_system
    setup_fonts
    setup_odoo
    setup_python
    setup_wheels
    setup_wkhtmltopdf
    link_addon
}

# use_environment run|test: its cluster and its configuration
use_environment() {
    start_cluster "$1"
    write_config "$1"
}
