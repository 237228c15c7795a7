# shellcheck shell=bash
# Sourced. Odoo 19 Community: the tree ODOO_SOURCE names, or Debian's package, unpacked under .odoo/ and never installed.

ODOO_UNPACKED=$ENV_DIR/odoo
# Odoo's package refers to these by symlinks; without them the login page answers 500
ODOO_PACKAGES=(odoo-19 libjs-jquery libjs-jquery-form libjs-underscore fonts-roboto-unhinted fonts-font-awesome
    fonts-montserrat fonts-inconsolata fonts-glyphicons-halflings fonts-dejavu-core gsfonts fonts-ocr-b)

# The choice of ODOO_SOURCE is remembered, so that bin/test uses the Odoo that bin/run was given.
choose_odoo() {
    local remembered=$ENV_DIR/odoo-source
    if [ -z "${ODOO_SOURCE:-}" ] && [ -s "$remembered" ]; then ODOO_SOURCE=$(cat "$remembered"); fi
    # holds odoo/, in a git checkout also addons/; links are followed, so that checkouts can share one download
    ODOO_DIR=$(readlink -m "${ODOO_SOURCE:-$ODOO_UNPACKED/usr/lib/python3/dist-packages}")
    [ -n "${ODOO_SOURCE:-}" ] || return 0
    check_odoo_source
    printf %s "$ODOO_DIR" >"$remembered"
}

check_odoo_source() {
    local to_do="name a folder that holds Odoo 19's odoo/, or 'rm -f $ENV_DIR/odoo-source' to let Odoo be fetched."
    [ -f "$ODOO_DIR/odoo/release.py" ] || give_up "ODOO_SOURCE=$ODOO_DIR holds no odoo/release.py." "$to_do"
    grep -q '^version_info = (19, 0' "$ODOO_DIR/odoo/release.py" || give_up "ODOO_SOURCE=$ODOO_DIR is not Odoo 19.0." "$to_do"
}

debian_mirror() { # the machine's own mirror: no host is written here
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 2>/dev/null | grep -v security | sort -u | head -n 1
}

# An apt that shares no lists, cache or sources with the system's; signatures are checked as always.
# Only Debian sid carries odoo-19; a frozen mirror's Release file may have expired.
isolated_apt() {
    local dir=$ENV_DIR/apt
    "$@" -q -o Dir::State="$dir" -o Dir::State::Lists="$dir/lists" -o Dir::State::status="$dir/status" \
        -o Dir::Cache="$dir/cache" -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts="$dir/none" \
        -o Dir::Etc::Preferences="$dir/none.pref" -o Dir::Etc::PreferencesParts="$dir/none" \
        -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false -o APT::Sandbox::User="$(id -un)" \
        -o APT::Architecture=amd64 -o APT::Architectures::=amd64 -o Acquire::Languages=none -o Acquire::PDiffs=false \
        -o APT::Get::List-Cleanup=false -o Acquire::Retries=3
}

prepare_isolated_apt() {
    local dir=$ENV_DIR/apt mirror=${DEBIAN_MIRROR:-$(debian_mirror)}
    [ -n "$mirror" ] || give_up "found no Debian mirror in this machine's apt sources." \
        "set DEBIAN_MIRROR to the address of one, or ODOO_SOURCE to a checkout of Odoo 19."
    mkdir -p "$dir"/{lists/partial,cache/archives/partial,none}
    : >"$dir/status"
    : >"$dir/none.pref"
    echo "deb [signed-by=${DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}] $mirror sid main" >"$dir/sources.list"
}

download_odoo() {
    local to_do="check the network, or set ODOO_SOURCE to a checkout of Odoo 19, then start again."
    say "Odoo 19: downloading Debian's package"
    prepare_isolated_apt
    logged odoo-lists "$to_do" isolated_apt apt-get update
    rm -rf "$ENV_DIR/debs.new"
    mkdir -p "$ENV_DIR/debs.new"
    (cd "$ENV_DIR/debs.new" && logged odoo-download "$to_do" isolated_apt apt-get download "${ODOO_PACKAGES[@]}") || exit 1
    rm -rf "$ENV_DIR/debs" "$ENV_DIR/apt"
    mv "$ENV_DIR/debs.new" "$ENV_DIR/debs"
}

unpack_odoo() {
    local new=$ODOO_UNPACKED.new deb packages
    say "Odoo 19: unpacking $(basename "$ENV_DIR"/debs/odoo-19_*.deb)"
    rm -rf "$new"
    for deb in "$ENV_DIR"/debs/*.deb; do dpkg -x "$deb" "$new"; done
    packages=$new/usr/lib/python3/dist-packages
    rm -rf "${packages:?}"/{addons,doc,setup} # a second copy of the addons, without data and views
    # mail's manifest lists a file that Debian leaves out: a console error on every page, which fails every tour
    mkdir -p "$packages/odoo/addons/mail/static/lib/selfie_segmentation"
    : >"$packages/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    rm -rf "$ODOO_UNPACKED"
    mv "$new" "$ODOO_UNPACKED"
}

setup_odoo() {
    choose_odoo
    [ -z "${ODOO_SOURCE:-}" ] || return 0
    is_done odoo 1 && return
    command -v dpkg >/dev/null || give_up "Odoo's package can only be unpacked on a Debian." \
        "set ODOO_SOURCE to a checkout of Odoo 19 (branch 19.0), then start again."
    compgen -G "$ENV_DIR/debs/odoo-19_*.deb" >/dev/null || download_odoo
    unpack_odoo
    mark_done odoo 1
    rm -rf "$ENV_DIR/debs"
}

# bin/odoo and the server start a file, not `-m odoo`: with --workers, gevent is started again from sys.argv[0].
odoo_command() { "$PYTHON" "$REPO/bin/setup/odoo_command.py" "$@"; }
