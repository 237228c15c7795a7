import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** A representative opens the page of a customer, reads why, takes the suggested step and opens an order. */
tours.add("sales_os_customer_page", {
    steps: () => [
        { content: "The button on the customer", trigger: "button[name=action_open_sales_os_360]", run: "click" },
        { content: "Who it is", trigger: ".o_sales_os_customer h1:contains(Harbour Works)" },
        { content: "Where it belongs", trigger: ".o_sales_os_identity:contains(North)" },
        { trigger: ".o_sales_os_identity .o_sales_os_why", run: "click" },
        { content: "And why", trigger: ".o_sales_os_reason:contains(99990)" },
        { content: "Whom to ask for", trigger: ".o_sales_os_identity .o_sales_os_line:contains(Ada Berg):contains(Buyer)" },
        { content: "What is open", trigger: ".o_sales_os_business .o_sales_os_line:contains(Crane)" },
        { content: "What it wants", trigger: ".o_sales_os_worth .o_sales_os_line:contains(Budget: 2 000)" },
        { content: "What it may buy", trigger: ".o_sales_os_worth .o_sales_os_line:contains(Machine)" },
        { content: "When somebody goes there", trigger: ".o_sales_os_visits .o_sales_os_line:contains(Planned)" },
        { content: "What the night found", trigger: ".o_sales_os_alerts .o_sales_os_line:contains(Stalled)" },
        { content: "What was ordered", trigger: ".o_sales_os_card[data-code=orders]:contains(1,234)" },
        { content: "What is overdue", trigger: ".o_sales_os_card[data-code=invoices]:contains(overdue)" },
        { trigger: ".o_sales_os_theme[aria-pressed=false]", run: "click" },
        { trigger: ".o_sales_os_sheet[data-theme=dark]" },
        { content: "What to do next", trigger: ".o_sales_os_next[data-kind=overdue] .o_sales_os_go", run: "click" },
        { content: "The call is prepared", trigger: ".modal .o_field_widget[name=summary] input" },
        { trigger: ".modal button[name=action_schedule_activities], .modal .o_form_button_save, .modal footer .btn-primary", run: "click" },
        { content: "Back on the page", trigger: "body:not(:has(.modal)) .o_sales_os_customer" },
        { trigger: ".o_sales_os_timeline .o_sales_os_line:contains(confirmed)", run: "click" },
        { content: "The order", trigger: ".o_form_view .o_field_widget[name=partner_id]" },
    ],
});

tours.add("sales_os_customer_page_phone", {
    steps: () => [
        { content: "The page opens by its address", trigger: ".o_sales_os_customer h1:contains(Harbour Works)" },
        {
            content: "Nothing runs off the screen",
            trigger: ".o_sales_os_sheet",
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error("the page is wider than the phone");
                }
            },
        },
        { content: "One touch calls", trigger: ".o_sales_os_quick a[href^='tel:']" },
        { trigger: ".o_sales_os_quick .btn:contains(New quote)", run: "click" },
        { content: "A quotation for the customer", trigger: ".o_form_view .o_field_widget[name=partner_id] input:value(Harbour Works)" },
    ],
});
