import { registry } from "@web/core/registry";

/** Stand where the customer is: a test browser has no position of its own. */
function standAt(latitude, longitude) {
    const position = { coords: { latitude, longitude, accuracy: 12 } };
    Object.defineProperty(navigator, "geolocation", {
        configurable: true,
        value: { getCurrentPosition: (found) => found(position) },
    });
}

const CARD = ".o_sales_os_visit:contains(Gate Motors)";

registry.category("web_tour.tours").add("sales_os_my_day", {
    steps: () => [
        {
            content: "The day shows the planned visit",
            trigger: `${CARD} .badge:contains(Planned)`,
            run: () => standAt(52.5169, 13.3785),
        },
        { content: "Check in", trigger: `${CARD} .o_sales_os_check_in`, run: "click" },
        { content: "On site", trigger: `${CARD} .badge:contains(on site)` },
        { content: "Write a note", trigger: `${CARD} .o_sales_os_note_body`, run: "edit Wants a second car" },
        { trigger: `${CARD} .o_sales_os_new_note select`, run: "select need" },
        { trigger: `${CARD} .o_sales_os_add_note`, run: "click" },
        { content: "The note is saved", trigger: `${CARD} .o_sales_os_note:contains(Wants a second car)` },
        { trigger: `${CARD} .o_sales_os_outcome`, run: "selectByLabel Nobody met" },
        { content: "Check out", trigger: `${CARD} .o_sales_os_check_out`, run: "click" },
        { content: "Done", trigger: `${CARD} .badge:contains(Done)` },
        { content: "The day counts it", trigger: ".o_sales_os_progress:contains(1 of 1 visits done)" },
    ],
});

registry.category("web_tour.tours").add("sales_os_my_day_far", {
    steps: () => [
        {
            trigger: `${CARD} .badge:contains(Planned)`,
            run: () => standAt(52.4, 13.1),
        },
        { trigger: `${CARD} .o_sales_os_check_in`, run: "click" },
        { content: "A reason is asked", trigger: ".modal .o_sales_os_reason", run: "edit Met at the fair" },
        { trigger: ".modal .btn-primary:enabled", run: "click" },
        { content: "Begun and flagged", trigger: `${CARD} .badge:contains(far)` },
        { content: "Check out without an outcome is refused in words", trigger: `${CARD} .o_sales_os_check_out`, run: "click" },
        { trigger: ".modal .modal-body:contains(the outcome)" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: `${CARD} .badge:contains(In Progress)` },
    ],
});

registry.category("web_tour.tours").add("sales_os_my_day_plan", {
    steps: () => [
        { content: "Nothing planned, somebody is due", trigger: ".o_sales_os_empty" },
        { trigger: ".o_sales_os_due_row:contains(Gate Motors) button", run: "click" },
        { content: "Planned", trigger: `${CARD} .badge:contains(Planned)` },
        { content: "No longer due", trigger: ".o_sales_os_my_day:not(:has(.o_sales_os_due_row:contains(Gate Motors)))" },
    ],
});

registry.category("web_tour.tours").add("sales_os_visit_form", {
    steps: () => [
        { trigger: ".o_form_view:has(.o_arrow_button_current:contains(Planned))", run: () => standAt(52.5169, 13.3785) },
        { content: "Check in", trigger: ".o_statusbar_buttons button:contains(Check in)", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(In Progress)" },
        { content: "Check out without an outcome is refused in words", trigger: ".o_statusbar_buttons button:contains(Check out)", run: "click" },
        { trigger: ".modal .modal-body:contains(the outcome)" },
        { trigger: ".modal .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=outcome_id] input", run: "edit Order" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Order taken)", run: "click" },
        { content: "Check out", trigger: ".o_statusbar_buttons button:contains(Check out)", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});
