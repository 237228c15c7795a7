import { registry } from "@web/core/registry";
import { CURRENT, sendQuotation, signQuotation } from "./quotation_steps";

const tours = registry.category("web_tour.tours");
const PANEL = "div[name=sales_os_approval_panel]";
const BADGE = `${PANEL} div[name=sales_os_approval_state]`;
const COMMENT = ".modal div[name=comment] textarea";

/** The representative asks, with a reason. */
tours.add("sales_os_approval_request", {
    steps: () => [
        { content: "The quote says why it must wait", trigger: `${PANEL}:contains(above 10 %)` },
        { content: "And who would be asked", trigger: `${PANEL}:contains(So Manager)` },
        { content: "Request the approval", trigger: "button:contains(Request Approval)", run: "click" },
        { content: "The window says whom it asks", trigger: ".modal:contains(So Manager)" },
        { trigger: ".modal div[name=reason] textarea", run: "edit A second shop opens in March" },
        { trigger: ".modal-footer button:contains(Request Approval)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "It is requested", trigger: `${BADGE}:contains(Requested)` },
        { content: "And waits for the manager", trigger: `${PANEL}:contains(Waits for):contains(So Manager)` },
    ],
});

/** The manager finds it, looks at it and approves. */
tours.add("sales_os_approval_approve", {
    steps: () => [
        { content: "It waits for me", trigger: ".o_list_view .o_data_row:contains(Shop Ltd) td[name=order_name]", run: "click" },
        { content: "What is asked", trigger: ".o_form_view div[name=reason]:contains(A second shop opens)" },
        { content: "Approve", trigger: ".o_statusbar_buttons button:contains(Approve)", run: "click" },
        { trigger: COMMENT, run: "edit The volume is worth it" },
        { trigger: ".modal-footer button:contains(Approve)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "Approved", trigger: `${CURRENT}:contains(Approved)` },
        { content: "The step tells who, and why", trigger: "div[name=step_ids] .o_data_row:contains(So Manager):contains(The volume is worth it)" },
    ],
});

/** The representative sends what is approved. */
tours.add("sales_os_approval_send", {
    steps: () => [
        { content: "It is approved", trigger: `${BADGE}:contains(Approved)` },
        ...sendQuotation(),
    ],
});

/** The customer looks at a quote that must wait: a friendly word, nothing to sign. */
tours.add("sales_os_approval_held", {
    steps: () => [
        { content: "A friendly word", trigger: "div[name=sales_os_held]:contains(still working on this quotation)" },
        { content: "Neither prices nor a button to sign", trigger: "body:not(:has(#portal_sale_content)):not(:has([data-bs-target='#modalaccept']))" },
    ],
});

/** The customer signs. */
tours.add("sales_os_approval_sign", {
    steps: () => [
        ...signQuotation(),
    ],
});

/** Many at once with one comment; the one that changed meanwhile is told, the others are approved. */
tours.add("sales_os_approval_bulk", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Shop Ltd)" },
        { content: "Select all", trigger: "thead .o_list_record_selector input", run: "click" },
        { content: "Approve", trigger: ".o_control_panel button:contains(Approve)", run: "click" },
        { trigger: COMMENT, run: "edit All of them are fine" },
        { trigger: ".modal-footer button:contains(Approve)", run: "click" },
        { content: "They are approved", trigger: ".o_notification:contains(3 approved)" },
        { content: "Nothing is left", trigger: ".o_view_nocontent:contains(Nothing waits for you), .o_list_view:not(:has(.o_data_row:contains(Shop Ltd)))" },
    ],
});

/** A refusal wants a reason. */
tours.add("sales_os_approval_refuse", {
    steps: () => [
        { trigger: ".o_form_view div[name=reason]:contains(The customer buys a lot)" },
        { content: "Refuse", trigger: ".o_statusbar_buttons button:contains(Refuse)", run: "click" },
        { trigger: ".modal-footer button:contains(Refuse)", run: "click" },
        { content: "Not without a reason", trigger: ".modal div[name=comment].o_field_invalid" },
        { trigger: COMMENT, run: "edit Not for so few machines" },
        { trigger: ".modal-footer button:contains(Refuse)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "Refused", trigger: `${CURRENT}:contains(Refused)` },
    ],
});

/** On a phone: the card has its buttons. */
tours.add("sales_os_approval_phone", {
    steps: () => [
        { content: "The card says what is asked", trigger: ".o_kanban_record:contains(Shop Ltd):contains(15)" },
        { content: "Approve with the thumb", trigger: ".o_kanban_record:contains(Shop Ltd) button:contains(Approve)", run: "click" },
        { trigger: COMMENT, run: "edit From the road" },
        { trigger: ".modal-footer button:contains(Approve)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "Nothing of it is left", trigger: "body:not(:has(.o_kanban_record:contains(Shop Ltd)))" },
    ],
});
