# shellcheck shell=bash
# Sourced. Brings what must come from the operating system: PostgreSQL, Chromium, Python's venv; only what is missing.

postgres_bin() { # the folder with initdb and postgres, newest first
    local dir
    for dir in ${POSTGRES_BIN:+"$POSTGRES_BIN"} /usr/lib/postgresql/{18,17,16,15,14,13}/bin \
        "$(dirname "$(readlink -f "$(command -v initdb || echo /nowhere/initdb)")")"; do
        if [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ]; then
            echo "$dir"
            return
        fi
    done
    return 1
}

chrome() { # the names under which Odoo's browser tests look for it
    command -v google-chrome || command -v chromium || command -v chromium-browser || command -v google-chrome-stable
}

missing_packages() {
    postgres_bin >/dev/null || echo postgresql
    chrome >/dev/null || echo chromium
    python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    command -v git >/dev/null || echo git
    command -v flock >/dev/null || echo util-linux
    if [ "$(uname -m)" != x86_64 ] && ! command -v wkhtmltopdf >/dev/null; then echo wkhtmltopdf; fi
}

keep_port_5432_free() { # when we are the ones who bring PostgreSQL, Debian must not start a cluster of its own
    local conf=/etc/postgresql-common/createcluster.conf
    [ ! -e "$conf" ] || return 0
    as_root mkdir -p "$(dirname "$conf")"
    echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
}

apt_install() {
    as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
            -o Dpkg::Options::=--force-confold "$@"
}

setup_system() {
    local packages
    mapfile -t packages < <(missing_packages)
    [ ${#packages[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        give_up "these programs are missing: ${packages[*]}" "install them with this system's package manager, then start again."
    say "System packages: ${packages[*]} (apt, a minute or two)"
    case " ${packages[*]} " in *" postgresql "*) keep_port_5432_free ;; esac
    logged apt "check the network and 'apt-get update', or install these by hand: ${packages[*]}" apt_install "${packages[@]}"
}
