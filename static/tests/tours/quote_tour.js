import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { CURRENT, sendQuotation, signQuotation } from "./quotation_steps";

const PRICE = ".o_field_widget[name=order_line] .o_data_row:first td[name=price_unit]";

/** Quote, revise, compare, send: what a representative does when the customer wants a better price. */
registry.category("web_tour.tours").add("sales_os_quote_revision", {
    steps: () => [
        { content: "The customer was sent a quotation", trigger: `${CURRENT}:contains(Quotation Sent)` },
        { content: "Make a new revision", trigger: "button[name=action_new_revision]", run: "click" },
        { content: "It is a draft with the next number", trigger: ".o_form_view h1:contains(-2)" },
        { trigger: `${CURRENT}:contains(Quotation):not(:contains(Sent))` },
        { content: "Change the price", trigger: PRICE, run: "click" },
        { trigger: `${PRICE} input`, run: "edit 90" },
        ...stepUtils.saveForm(),
        { content: "Compare with what was sent", trigger: "button[name=action_open_comparison]", run: "click" },
        { content: "The price is marked", trigger: ".modal .o_sales_os_comparison td.table-warning:contains(90.00)" },
        { content: "And told in words", trigger: ".modal .o_sales_os_comparison li:contains(unit price)" },
        { trigger: ".modal-footer button:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        ...sendQuotation(),
        { content: "Look at the revisions", trigger: "button[name=action_view_sales_os_revisions]", run: "click" },
        { content: "The former one is superseded", trigger: ".o_list_view .o_data_row:contains(Superseded)" },
    ],
});

/** The customer compares alternatives, accepts one and signs. */
registry.category("web_tour.tours").add("sales_os_quote_alternatives", {
    steps: () => [
        { content: "What differs is marked", trigger: ".o_sales_os_alternatives th:contains(Car) .o_sales_os_differs" },
        {
            content: "Look at alternative B",
            trigger: "[data-alternative=B] a:contains(View and accept)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It says which one it is", trigger: "#quote_content .alert:contains(alternative B)" },
        ...signQuotation(),
        {
            content: "Back to the comparison",
            trigger: "#quote_content .alert a:contains(Compare all alternatives)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "B was accepted", trigger: "[data-alternative=B] .badge:contains(Accepted)" },
        { content: "A has lapsed", trigger: "[data-alternative=A] .badge:contains(Lapsed)" },
    ],
});
