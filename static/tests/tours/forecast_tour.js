import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const CURRENT = ".o_statusbar_status .o_arrow_button_current";
const COMMIT = ".o_data_row:has(td[name=category]:contains(Commit))";

/** The representative looks at the own figures, promises less for commit, and submits. */
tours.add("sales_os_forecast_submit", {
    steps: () => [
        { content: "Worked out from the deals", trigger: `${COMMIT} td[name=amount]:contains(900.00)` },
        { trigger: `${COMMIT} td[name=submitted_amount]`, run: "click" },
        { trigger: ".o_selected_row td[name=submitted_amount] input", run: "edit 800" },
        { trigger: ".o_selected_row td[name=note] input", run: "edit One customer hesitates" },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: `body:not(:has(.o_selected_row))` },
        { trigger: `${COMMIT} button[name=action_submit]`, run: "click" },
        { content: "Submitted", trigger: `${COMMIT} td[name=state]:contains(Submitted)` },
    ],
});

/** The manager adjusts it with a note; the own sum follows. */
tours.add("sales_os_forecast_adjust", {
    steps: () => [
        { content: "What the representative promised", trigger: ".o_field_widget[name=submitted_amount]:contains(800.00)" },
        { trigger: `${CURRENT}:contains(Submitted)` },
        { trigger: "button[name=action_open_adjust]", run: "click" },
        { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 700" },
        { trigger: ".modal .o_field_widget[name=note] input", run: "edit The tender is late" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { content: "Adjusted", trigger: `${CURRENT}:contains(Adjusted)` },
        { trigger: ".o_field_widget[name=effective_amount]:contains(700.00)" },
        { trigger: "button[name=action_approve]", run: "click" },
        { content: "Approved", trigger: `${CURRENT}:contains(Approved)` },
    ],
});

/** From a snapshot to what happened since then. */
tours.add("sales_os_forecast_waterfall", {
    steps: () => [
        { trigger: ".o_data_row td[name=date]", run: "click" },
        { content: "What was kept", trigger: ".o_field_widget[name=line_ids] .o_data_row" },
        { trigger: "button[name=action_compare_with_now]", run: "click" },
        { trigger: "button[name=action_show]", run: "click" },
        { content: "It adds up", trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(New):contains(250.00)" },
        { trigger: ".o_field_widget[name=end_amount]:contains(1,250.00)" },
    ],
});

/** The representative drags a deal to the category in which it is promised. */
tours.add("sales_os_forecast_category", {
    steps: () => [
        { trigger: ".o_kanban_group:contains(Commit) .o_kanban_record:contains(Tour Deal)" },
        {
            trigger: ".o_kanban_group:contains(Commit) .o_kanban_record:contains(Tour Deal)",
            run: "drag_and_drop (.o_kanban_group:eq(1))",
        },
        { content: "Moved", trigger: ".o_kanban_group:contains(Best Case) .o_kanban_record:contains(Tour Deal)" },
    ],
});
