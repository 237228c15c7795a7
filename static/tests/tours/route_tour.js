import { registry } from "@web/core/registry";

const STOP = ".o_field_widget[name=stop_ids] .o_data_row";

/** Generate a week, look at it, lock a stop, optimise again, confirm: the rep's Friday afternoon. */
registry.category("web_tour.tours").add("sales_os_route_plan", {
    steps: () => [
        {
            content: "The preview counts who is due",
            trigger: ".o_field_widget[name=line_ids] .o_data_row td[name=due_count]:contains(6)",
        },
        { trigger: "button[name=action_generate]", run: "click" },
        { content: "Optimised", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Optimised)" },
        { trigger: `${STOP}:eq(5)` },
        { content: "Lock a stop", trigger: `${STOP}:first .fa-unlock-alt`, run: "click" },
        { content: "It is locked", trigger: `${STOP}:first .fa-lock` },
        { content: "The times are told to be old", trigger: ".alert-warning:contains(Re-compute times)" },
        {
            content: "So it cannot be confirmed yet",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_confirm]))",
        },
        { trigger: ".o_statusbar_buttons button[name=action_optimize]", run: "click" },
        { trigger: ".o_statusbar_buttons button[name=action_confirm]", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "Confirmed", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Confirmed)" },
        { trigger: ".o_notebook .nav-link[name=map]", run: "click" },
        { content: "The map shows the route", trigger: ".o_field_widget[name=map_data] .leaflet-container" },
        { trigger: ".o_notebook .nav-link[name=days]", run: "click" },
        { trigger: ".o_field_widget[name=day_ids] .o_data_row" },
        { content: "The visits are there", trigger: "button[name=action_view_visits]", run: "click" },
        { trigger: ".o_list_view .o_data_row:eq(5)" },
    ],
});

/** Many representatives: the run works itself off while it is looked at. */
registry.category("web_tour.tours").add("sales_os_route_run", {
    steps: () => [
        {
            content: "All of them have been worked off",
            trigger: ".o_sales_os_route_progress:contains(3 of 3 representatives)",
        },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
        {
            content: "One got a plan, the others a reason",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(No customer)",
        },
        { trigger: ".o_field_widget[name=line_ids] button[name=action_open_plan]", run: "click" },
        { trigger: `${STOP}:eq(5)` },
    ],
});
