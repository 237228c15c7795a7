# shellcheck shell=bash
# Sourced. A font that draws Chinese: without one a PDF leaves those characters out. Of Debian's the smallest, 2 MB.

CJK_FONT=fonts-wqy-microhei

cjk_font() {
    if command -v fc-list >/dev/null; then
        [ -n "$(fc-list :lang=zh file 2>/dev/null)" ]
    else
        [ -n "$(find /usr/share/fonts /usr/local/share/fonts \( -iname '*cjk*' -o -iname '*wqy*' -o -iname '*DroidSansFallback*' \) -print -quit 2>/dev/null)" ]
    fi
}

setup_fonts() {
    if cjk_font || is_done fonts tried || ! command -v apt-get >/dev/null; then return; fi
    say "A font for Chinese in PDFs: $CJK_FONT (apt)"
    # everything else works without it, so nothing ends here
    if ! (apt_install "$CJK_FONT") >"$LOG_DIR/fonts.log" 2>&1 </dev/null; then
        say "It could not be installed (log: $LOG_DIR/fonts.log): PDFs leave Chinese out until you install $CJK_FONT"
    fi
    mark_done fonts tried
}
