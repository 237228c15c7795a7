import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** Choose a record in a many2one or a field of tags by typing its name. */
function choose(field, name) {
    return [
        { trigger: `.o_field_widget[name=${field}] input`, run: `edit ${name}` },
        { trigger: `.o-autocomplete--dropdown-item:contains(${name})`, run: "click" },
        { trigger: `.o_field_widget[name=${field}]:contains(${name}), .o_field_widget[name=${field}] input:value(${name})` },
    ];
}

const confirmDialog = { content: "Yes", trigger: ".modal-footer .btn-primary", run: "click" };
const undo = [
    { content: "Take it back", trigger: "button[name=action_undo_and_show]", run: "click" },
    confirmDialog,
    { content: "It is undone", trigger: ".o_arrow_button_current:contains(Undone)" },
    { content: "Each record says so", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Given back)" },
];

/** A manager hands one representative's work to another, looks first, and takes it back. */
registry.category("web_tour.tours").add("sales_os_rep_handover", {
    steps: () => [
        ...choose("rep_from_id", "Tour Giver"),
        ...choose("rep_to_id", "Tour Taker"),
        { content: "What would change hands?", trigger: "button[name=action_preview]", run: "click" },
        { content: "Three would, none would stay", trigger: ".alert-info:contains(3):contains(would change hands):contains(0)" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Tour Harbour)" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Tour cranes)" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Tour Customer)" },
        { content: "Hand over", trigger: "button[name=action_apply]", run: "click" },
        confirmDialog,
        { content: "It is applied", trigger: ".o_arrow_button_current:contains(Applied)" },
        { content: "The territory counts twice: one assignment ends, one begins", trigger: ".o_field_widget[name=moved_count]:contains(4)" },
        ...undo,
    ],
});

const proposal = [
    ...choose("territory_ids", "Tour West"),
    ...choose("territory_ids", "Tour East"),
    { content: "By number of customers", trigger: ".o_field_widget[name=measure] input", run: "click" },
    { trigger: ".o_select_menu_item:contains(Number of customers)", run: "click" },
    { content: "Propose", trigger: "button[name=action_propose]", run: "click" },
    { content: "Figures before and after", trigger: ".o_field_widget[name=figures_table] table:contains(Tour West)" },
    { content: "One customer would move", trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Tour West):contains(Tour East)" },
    { content: "On the map", trigger: ".nav-link[name=map_after]", run: "click" },
    { trigger: ".o_field_widget[name=map_after] .o_sales_os_map_marker" },
];

/** A manager proposes and looks; putting rules into force is the administrator's. */
registry.category("web_tour.tours").add("sales_os_balance_propose", {
    steps: () => [
        ...proposal,
        { content: "Who applies it is told", trigger: ".alert-info:contains(administrator)" },
        { content: "There is nothing to press", trigger: ".o_statusbar_buttons:not(:has(button[name=action_apply]))" },
        { content: "Another question makes the answer old", trigger: ".o_field_widget[name=tolerance_percent] input", run: "edit 60" },
        ...stepUtils.saveForm(),
        { trigger: ".o_form_view:not(:has(.o_field_widget[name=figures_table]))" },
        { content: "Ask again", trigger: "button[name=action_propose]", run: "click" },
        { content: "Even enough", trigger: ".alert-info:contains(No move is needed)" },
    ],
});

/** An administrator applies a proposal and takes it back. */
registry.category("web_tour.tours").add("sales_os_balance_apply", {
    steps: () => [
        ...proposal,
        { content: "Put it into force", trigger: "button[name=action_apply]", run: "click" },
        confirmDialog,
        { content: "It is applied", trigger: ".o_arrow_button_current:contains(Applied)" },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Tour West):contains(Tour East)" },
        ...undo,
    ],
});
