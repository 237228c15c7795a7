import { _t } from "@web/core/l10n/translation";

/**
 * The text of a popup. Built from text nodes only: labels come from records, and whatever they
 * hold is shown, not run.
 *
 * @param {{label: string, detail: string}} item
 * @param {Function|null} onOpen
 */
export function popupContent({ label, detail }, onOpen) {
    const root = document.createElement("div");
    root.className = "o_sales_os_map_popup";
    const title = document.createElement("strong");
    title.textContent = label || "";
    root.append(title);
    for (const line of String(detail || "").split("\n").filter(Boolean)) {
        const row = document.createElement("div");
        row.textContent = line;
        root.append(row);
    }
    if (onOpen) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-primary btn-sm mt-2 o_sales_os_map_open";
        button.textContent = _t("Open");
        button.setAttribute("aria-label", _t("Open %s", label || ""));
        button.addEventListener("click", onOpen);
        root.append(button);
    }
    return root;
}
