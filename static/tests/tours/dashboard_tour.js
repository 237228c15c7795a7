import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const card = (code, text) => `.o_sales_os_card[data-code=${code}]:contains(${text})`;

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
        {
            content: "Nothing runs off the screen",
            trigger: ".o_sales_os_sheet",
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error("the page is wider than the phone");
                }
            },
        },
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
                const stops = [...anchor.querySelectorAll("button:enabled, select, input, summary")].filter((stop) => stop.checkVisibility());
                if (stops.length < 20) {
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
                    if (!stop.textContent.trim() && !stop.getAttribute("aria-label")) {
                        throw new Error(`no name: ${what}`);
                    }
                }
                if (anchor.querySelector("[tabindex]:not([tabindex='0']), [onclick]")) {
                    throw new Error("something has an order of its own");
                }
                anchor.querySelector(".o_sales_os_card[data-code=revenue]").focus();
            },
        },
        { trigger: ".o_sales_os_card[data-code=revenue]:focus", run: "press Tab" },
        { content: "The next card, not something else", trigger: ".o_sales_os_card:focus:not([data-code=revenue])" },
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
