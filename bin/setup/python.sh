# shellcheck shell=bash
# Sourced. A virtual environment with Odoo's requirements, the OCA addons we depend on, and what the tests need.

pip_install() { "$PYTHON" -m pip install -q --disable-pip-version-check "$@"; }

install_requirements() {
    pip_install -r "$REPO/requirements/odoo.txt" -r "$REPO/requirements/sales_os.txt" -r "$REPO/requirements/tests.txt" &&
        pip_install --no-deps -r "$REPO/requirements/oca.txt" # their dependency "odoo" is the one we have
}

setup_python() {
    local version key site
    version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    key="$(cat "$REPO"/requirements/{odoo,oca,sales_os,tests}.txt | cksum) $version $ODOO_DIR"
    site=$VENV/lib/python$version/site-packages
    OCA_ADDONS=$site/odoo/addons
    is_done python "$key" && return
    python3 -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' ||
        give_up "Odoo 19 runs on Python 3.10 to 3.13; this is $version." "put a python3 of such a version first on the PATH."
    say "Python packages: Odoo's requirements, OCA addons, test tools (half a minute)"
    if ! "$PYTHON" -c '' 2>/dev/null || [ ! -d "$site" ]; then
        rm -rf "$VENV"
        logged venv "install the package python3-venv." python3 -m venv "$VENV"
    fi
    echo "$ODOO_DIR" >"$site/odoo-source.pth"
    logged pip "check the network, then start again." install_requirements
    mark_done python "$key"
}

# Addons that are no dependency: what the addon does where they are installed is tested by WITH_MODULES only.
setup_neighbours() {
    local key
    key="$(cksum <"$REPO/requirements/neighbours.txt") $("$PYTHON" --version)"
    is_done neighbours "$key" && return
    say "Optional addons of OCA"
    logged neighbours "check the network, then start again." pip_install --no-deps -r "$REPO/requirements/neighbours.txt"
    mark_done neighbours "$key"
}

# Wheels that the wheel's own test installs into a fresh environment, so that it needs no network.
download_wheels() {
    local dir=$ENV_DIR/wheels
    mkdir -p "$dir"
    "$PYTHON" -m pip download -q --disable-pip-version-check --only-binary :all: -d "$dir" \
        -r "$REPO/requirements/wheel.txt" -r "$REPO/requirements/sales_os.txt" &&
        "$PYTHON" -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: -d "$dir" -r "$REPO/requirements/oca.txt"
}

setup_wheels() {
    local key
    key="$(cat "$REPO"/requirements/{oca,sales_os,wheel}.txt | cksum) $("$PYTHON" --version)"
    is_done wheels "$key" && return
    say "Wheels for the packaging test"
    logged wheels "check the network, then start again." download_wheels
    mark_done wheels "$key"
}
