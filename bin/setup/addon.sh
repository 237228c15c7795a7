# shellcheck shell=bash
# Sourced. Puts this checkout on the addons path under its technical name, and knows when its content changed.

# A folder of links to the checkout's entries. One link to the checkout itself would make .odoo/ contain itself.
link_addon() {
    local farm=$ADDONS_DIR/$ADDON entry name
    mkdir -p "$farm"
    for entry in "$farm"/*; do
        if [ -L "$entry" ] && [ ! -e "$entry" ]; then rm -f "$entry"; fi
    done
    for entry in "$REPO"/*; do
        name=${entry##*/}
        case $name in
        bin | doc | dist | build | node_modules | __pycache__ | *.egg-info | *.log) ;;
        *) ln -sfnr "$entry" "$farm/$name" ;;
        esac
    done
}

addon_depends() { # comma-separated, as Odoo's -i takes them
    "$PYTHON" -c 'import ast, sys; print(",".join(ast.literal_eval(open(sys.argv[1]).read())["depends"]))' "$REPO/__manifest__.py"
}

# Changes when anything that Odoo installs or loads changes; tests, benches and documents do not count.
addon_content_key() {
    (cd "$REPO" && find ./* \( -path ./bin -o -path ./bench -o -path ./tests -o -path ./doc -o -path ./requirements -o -path ./static/tests \
        -o -path ./dist -o -path ./build -o -name __pycache__ -o -name '*.egg-info' \) -prune \
        -o -type f \( -path './*/*' -o -name '*.py' \) ! -name '*.pyc' -print0 | sort -z | xargs -0 cksum | cksum | cut -d' ' -f1)
}
