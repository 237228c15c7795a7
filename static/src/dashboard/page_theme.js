import { browser } from "@web/core/browser/browser";
import { useState } from "@odoo/owl";

const THEME = "sales_os_dashboard_theme";

/** Light or dark, as the system says until a person chooses; the same for all pages of Sales OS. */
export function usePageTheme() {
    const dark = browser.matchMedia?.("(prefers-color-scheme: dark)").matches;
    return useState({
        name: browser.localStorage.getItem(THEME) || (dark ? "dark" : "light"),
        toggle() {
            this.name = this.name === "dark" ? "light" : "dark";
            browser.localStorage.setItem(THEME, this.name);
        },
    });
}
