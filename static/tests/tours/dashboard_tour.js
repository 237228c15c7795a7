import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const card = (code, text) => `.o_sales_os_card[data-code=${code}]:contains(${text})`;
const field = (code) => `.o_sales_os_narrow_panel .o_sales_os_field[data-code=${code}]`;
const staysInside = {
    content: "Nothing runs off the screen",
    trigger: ".o_sales_os_sheet",
    run({ anchor }) {
        if (anchor.scrollWidth > anchor.clientWidth) {
            throw new Error("the page is wider than the phone");
        }
    },
};

/** Each thing that can be used is reached by the keyboard, shows where one is, and has a name. */
function reachAll(anchor, fewest) {
    const stops = [...anchor.querySelectorAll("button:enabled, select, input, summary")].filter((stop) => stop.checkVisibility());
    if (stops.length < fewest) {
        throw new Error(`only ${stops.length} things can be used`);
    }
    for (const stop of stops) {
        const what = stop.outerHTML.slice(0, 120);
        stop.focus({ focusVisible: true });
        if (document.activeElement !== stop || stop.tabIndex !== 0) {
            throw new Error(`not reached by the keyboard: ${what}`);
        }
        if (getComputedStyle(stop).outlineWidth !== "3px") {
            throw new Error(`no ring around ${what}`);
        }
        if (!stop.textContent.trim() && !stop.getAttribute("aria-label") && !stop.labels?.[0]?.textContent.trim()) {
            throw new Error(`no name: ${what}`);
        }
    }
    if (anchor.querySelector("[tabindex]:not([tabindex='0']), [onclick]")) {
        throw new Error("something has an order of its own");
    }
}

/** The manager changes period, comparison, division and colours, and opens the records behind a figure. */
tours.add("sales_os_dashboard_manager", {
    steps: () => [
        { content: "The team's revenue", trigger: card("revenue", "1,234") },
        { content: "By month", trigger: ".o_sales_os_wide canvas" },
        { content: "What happened", trigger: ".o_sales_os_timeline .o_sales_os_line:contains(confirmed)" },
        { content: "What it consists of", trigger: ".o_sales_os_parts .o_sales_os_part:contains(1,234)" },
        { content: "One customer alone", trigger: ".o_sales_os_parts .o_sales_os_part:contains(Gate Motors)", run: "click" },
        { content: "All figures are of the customer", trigger: ".o_sales_os_filter[data-code=customer]:contains(Gate Motors)" },
        { trigger: card("revenue", "1,234") },
        { trigger: ".o_sales_os_filter[data-code=customer]", run: "click" },
        { content: "All customers again", trigger: ".o_sales_os_sheet:not(:has(.o_sales_os_filter))" },
        { content: "One segment alone", trigger: ".o_sales_os_narrow_open[aria-expanded=false]", run: "click" },
        { trigger: `${field("segment")} select`, run: "selectByLabel Fleets" },
        { content: "All figures are of the segment", trigger: ".o_sales_os_filter[data-code=segment]:contains(Fleets)" },
        { trigger: card("revenue", "1,234") },
        { content: "What does not say it is named", trigger: `${field("category")} select`, run: "selectByIndex 1" },
        { trigger: ".o_sales_os_pipeline:contains(do not say a product category)" },
        { trigger: ".o_sales_os_filter[data-code=category]", run: "click" },
        { content: "The page is used again", trigger: ".o_sales_os_sheet:not(:has(.o_sales_os_narrow_panel)):not(:has(.o_sales_os_filter[data-code=category]))" },
        { trigger: ".o_sales_os_filter[data-code=segment]", run: "click" },
        { content: "All segments again", trigger: ".o_sales_os_sheet:not(:has(.o_sales_os_filter))" },
        { content: "And not lost", trigger: ".o_sales_os_narrow_open:focus" },
        { trigger: ".o_sales_os_division", run: "select owner" },
        { content: "By representative", trigger: ".o_sales_os_parts .o_sales_os_part:contains(So Rep)" },
        { trigger: ".o_sales_os_compare", run: "select last_year" },
        { content: "Compared with last year", trigger: ".o_sales_os_head p:contains(against)" },
        { trigger: ".o_sales_os_period", run: "select last_year" },
        { content: "Nothing then", trigger: ".o_sales_os_card[data-code=revenue]:not(:contains(1,234))" },
        { trigger: ".o_sales_os_period", run: "select this_month" },
        { trigger: card("revenue", "1,234") },
        { trigger: ".o_sales_os_theme[aria-pressed=false]", run: "click" },
        { content: "The other colours", trigger: ".o_sales_os_theme[aria-pressed=true]" },
        { trigger: card("revenue", "1,234"), run: "click" },
        { content: "The lines behind it", trigger: ".o_list_view .o_data_row" },
    ],
});

tours.add("sales_os_dashboard_executive", {
    steps: () => [
        { content: "The whole company", trigger: ".o_sales_os_card[data-code=margin_pct]" },
        { trigger: ".o_sales_os_scope option:not(:visible):contains(So Rep)" },
        { content: "Nothing is cut", trigger: ".o_sales_os_columns .o_sales_os_queue" },
        { trigger: ".o_sales_os_quick .btn:contains(Targets)", run: "click" },
        { trigger: ".o_breadcrumb:contains(Targets)" },
    ],
});

tours.add("sales_os_dashboard_rep", {
    steps: () => [
        { content: "The own revenue", trigger: card("revenue", "1,234") },
        { content: "No choice of others", trigger: ".o_sales_os_pick:not(:has(.o_sales_os_scope))" },
        staysInside,
        { trigger: ".o_sales_os_narrow_open", run: "click" },
        { content: "What to narrow to", trigger: `${field("customer")} label:contains(Customer)` },
        staysInside,
        { trigger: ".o_sales_os_timeline .o_sales_os_line:contains(confirmed)", run: "click" },
        { content: "The order", trigger: ".o_form_view .o_field_widget[name=partner_id]" },
    ],
});

/** By keyboard alone: everything that can be used is reached in the order in which it stands, shows where one is, has a name, and opens. */
tours.add("sales_os_dashboard_keyboard", {
    steps: () => [
        {
            content: "Everything is reached, with a name and a ring",
            trigger: `.o_sales_os_sheet:has(${card("revenue", "1,234")}):has(.o_sales_os_timeline .o_sales_os_line)`,
            run({ anchor }) {
                reachAll(anchor, 20);
                anchor.querySelector(".o_sales_os_card[data-code=revenue]").focus();
            },
        },
        { trigger: ".o_sales_os_card[data-code=revenue]:focus", run: "press Tab" },
        { content: "The next card, not something else", trigger: ".o_sales_os_card:focus:not([data-code=revenue])" },
        { trigger: ".o_sales_os_narrow_open", run: ({ anchor }) => anchor.focus() },
        { trigger: ".o_sales_os_narrow_open:focus", run: "press Enter" },
        {
            content: "What to narrow to is reached as well",
            trigger: `.o_sales_os_narrow:has(${field("customer")})`,
            run({ anchor }) {
                reachAll(anchor, 5);
                anchor.querySelector("[data-code=customer] input").focus();
            },
        },
        { content: "A part of the name finds it", trigger: `${field("customer")} input:focus`, run: "edit ate Mot" },
        { trigger: `${field("customer")} li[aria-selected=true]:contains(Gate Motors)` },
        { trigger: `${field("customer")} input[aria-expanded=true]:focus`, run: "press Escape" },
        { content: "The first Escape closes the list alone", trigger: `${field("customer")} input[aria-expanded=false]:focus`, run: "press ArrowDown" },
        { trigger: `${field("customer")} input[aria-expanded=true]:focus`, run: "edit ate Mot" },
        { trigger: `${field("customer")} li[aria-selected=true]:contains(Gate Motors)` },
        { trigger: `${field("customer")} input:focus`, run: "press Enter" },
        { content: "All figures are of the customer", trigger: ".o_sales_os_filter[data-code=customer]:contains(Gate Motors)" },
        { trigger: `${field("customer")} input:focus`, run: "press Escape" },
        { content: "Closed, and where one was before", trigger: ".o_sales_os_sheet:not(:has(.o_sales_os_narrow_panel)) .o_sales_os_narrow_open:focus" },
        { content: "The chart as a table", trigger: ".o_sales_os_wide summary", run: "click" },
        {
            content: "Its bars are buttons too",
            trigger: ".o_sales_os_wide details[open] tr:last-child button",
            run: ({ anchor }) => anchor.focus(),
        },
        { trigger: ".o_sales_os_wide details[open] tr:last-child button:focus", run: "press Enter" },
        { content: "The month as a period of its own", trigger: ".o_sales_os_pick .o_sales_os_from" },
        {
            trigger: card("revenue", "1,234"),
            run: ({ anchor }) => anchor.focus(),
        },
        { trigger: ".o_sales_os_card[data-code=revenue]:focus", run: "press Enter" },
        { content: "The lines behind it", trigger: ".o_list_view .o_data_row" },
    ],
});
