/** Odoo's twelve colours (the `$o-colors` of its stylesheets), as a canvas needs them. */
export const PALETTE = [
    "#a2a2a2", "#ee2d2d", "#dc8534", "#e8bb1d", "#5794dd", "#9f628f",
    "#db8865", "#41a9a2", "#304be0", "#ee2f8a", "#61c36e", "#9872e6",
];
const DEFAULT_COLOR = "#5794dd";

/**
 * @param {number|string|false} value a colour index 0-11 or "#rrggbb"
 * @returns {string} "#rrggbb"
 */
export function colorOf(value, fallback = DEFAULT_COLOR) {
    if (typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value)) {
        return value.toLowerCase();
    }
    const index = typeof value === "string" && value.trim() ? Number(value) : value;
    if (Number.isInteger(index) && index >= 0) {
        return PALETTE[index % PALETTE.length];
    }
    return fallback;
}

/** The n-th of a row of things that bring no colour of their own; grey is left out. */
export function colorAt(position) {
    return PALETTE[1 + (position % (PALETTE.length - 1))];
}

/** Black or white, whichever can be read on the colour (relative luminance of WCAG 2). */
export function textColorOn(color) {
    const [r, g, b] = [1, 3, 5].map((start) => {
        const channel = parseInt(color.slice(start, start + 2), 16) / 255;
        return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return (luminance + 0.05) ** 2 > 1.05 * 0.05 ? "#000000" : "#ffffff";
}
