import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CURRENT = ".o_statusbar_status .o_arrow_button_current";

/** The manager sets a quarter for somebody below, spreads it over its months, has it approved and sees where it stands. */
tours.add("sales_os_target_quarter", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=rep_id] input", run: "edit So Rep" },
        { trigger: ".o-autocomplete--dropdown-item:contains(So Rep):not(:contains(2))", run: "click" },
        { trigger: ".o_field_widget[name=period] input", run: "click" },
        { trigger: ".o_select_menu_item:contains(Quarter)", run: "click" },
        { trigger: ".o_field_widget[name=amount] input", run: "edit 12000" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "Kept", trigger: `${CURRENT}:contains(Draft)` },
        { trigger: ".o_form_statusbar button:contains(Spread)", run: "click" },
        { content: "In months, as the year before", trigger: ".modal .o_field_widget[name=parts]" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "Three months", trigger: ".o_data_row:eq(2)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:eq(3)))" },
        { trigger: ".o_back_button a", run: "click" },
        { content: "The parts are on the whole", trigger: ".o_field_widget[name=child_ids] .o_data_row:eq(2)" },
        { trigger: "button[name=action_submit]", run: "click" },
        { trigger: `${CURRENT}:contains(Submitted)` },
        { trigger: "button[name=action_approve]", run: "click" },
        { content: "Binding", trigger: `${CURRENT}:contains(Approved)` },
        { content: "What was sold counts", trigger: ".o_field_widget[name=achieved]:contains(3,000.00)" },
        { content: "A quarter of it", trigger: ".o_field_widget[name=attainment_percent]:contains(25)" },
        { trigger: "button[name=action_view_sales]", run: "click" },
        { content: "The sale behind it", trigger: ".o_list_view .o_data_row:contains(3,000.00)" },
    ],
});

/** The manager has a report sent each month. */
tours.add("sales_os_report_schedule", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input, .o_field_widget[name=name] textarea", run: "edit Month of the team" },
        { trigger: ".o_field_widget[name=period] .o_radio_item:contains(Month) input", run: "click" },
        { trigger: ".o_field_widget[name=user_ids] input", run: "edit so_manager" },
        { trigger: ".o-autocomplete--dropdown-item:contains(So Manager)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { content: "It can be looked at and sent", trigger: "button[name=action_preview]:enabled" },
        { trigger: "button[name=action_send]:enabled" },
    ],
});
