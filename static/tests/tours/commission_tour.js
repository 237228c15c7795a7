import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CURRENT = ".o_statusbar_status .o_arrow_button_current";

/** The administrator approves the plan, works it out, and settles last month after a look at the preview. */
tours.add("sales_os_commission_plan", {
    steps: () => [
        { content: "The plan is a draft", trigger: `${CURRENT}:contains(Draft)` },
        { trigger: "button[name=action_approve]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "Approved", trigger: `${CURRENT}:contains(Approved)` },
    ],
});

tours.add("sales_os_commission_settle", {
    steps: () => [
        { content: "First the preview", trigger: "button[name=action_preview_and_show]", run: "click" },
        { content: "What would be settled", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(50.00)" },
        { trigger: "button[name=action_settle_and_show]", run: "click" },
        { content: "Settled", trigger: `${CURRENT}:contains(Done)` },
    ],
});

/** The manager submits the statement that settling has made. */
tours.add("sales_os_commission_submit", {
    steps: () => [
        { trigger: ".o_data_row:contains(So Rep) td[name=name]", run: "click" },
        { content: "Provisional, and said so", trigger: ".alert-warning:contains(Provisional)" },
        { trigger: "button[name=action_submit]", run: "click" },
        { content: "Submitted", trigger: `${CURRENT}:contains(Submitted)` },
    ],
});

/** The representative looks at the board, opens the statement and disputes a line. */
tours.add("sales_os_commission_dispute", {
    steps: () => [
        { content: "Owed to me", trigger: ".o_sales_os_owed:contains(50.00)" },
        { content: "How it was worked out", trigger: ".o_sales_os_entry", run: "click" },
        { trigger: ".o_sales_os_how:contains(5 %)" },
        { trigger: ".o_sales_os_statement", run: "click" },
        { content: "The own statement", trigger: `${CURRENT}:contains(Submitted)` },
        { trigger: ".o_field_widget[name=entry_ids] .o_data_row button[name=action_dispute]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit The rate should be 6 %" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { content: "Counted on the statement", trigger: "body:not(:has(.modal))" },
        { trigger: "button[name=action_view_disputes]:contains(1)" },
    ],
});

/** The manager answers with an adjustment and approves the statement, whose line stays as it was. */
tours.add("sales_os_commission_answer", {
    steps: () => [
        { trigger: ".o_data_row:contains(6 %) td[name=name]", run: "click" },
        { trigger: ".o_field_widget[name=answer] textarea", run: "edit You are right" },
        { trigger: ".o_field_widget[name=adjusted_amount] input", run: "edit 10" },
        { trigger: ".o_field_widget[name=reason_id] input", run: "edit Rate" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Rate was wrong)", run: "click" },
        { trigger: "button[name=action_adjust]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "Adjusted", trigger: `${CURRENT}:contains(Adjusted)` },
        { trigger: ".o_field_widget[name=statement_id] a", run: "click" },
        { trigger: "button[name=action_approve]", run: "click" },
        { content: "Approved", trigger: `${CURRENT}:contains(Approved)` },
    ],
});

/** The accountant pays: takes in what is payable, confirms, and tells that the payroll has run. */
tours.add("sales_os_commission_payout", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: "button[name=action_collect_and_tell]", run: "click" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(50.00)" },
        { trigger: "button[name=action_confirm]", run: "click" },
        { content: "Confirmed", trigger: `${CURRENT}:contains(Confirmed)` },
        { trigger: "button[name=action_payroll_paid]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "Paid", trigger: `${CURRENT}:contains(Paid)` },
    ],
});
