import * as hoot from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** A click on the map's ground at a share of its width and height. */
function clickMap(x, y, corners) {
    return [
        {
            content: `Set corner ${corners} of the outline`,
            trigger: ".o_sales_os_drawing .o_sales_os_map_canvas",
            async run({ anchor }) {
                const { width, height } = anchor.getBoundingClientRect();
                await hoot.click(anchor, { position: { x: width * x, y: height * y }, relative: true });
            },
        },
        { trigger: `.o_sales_os_polygon_editor:has(.o_sales_os_corner:eq(${corners - 1}))` },
    ];
}

/** Draw the outline of a territory, see what a draft with a rule on it would move, put it into force. */
registry.category("web_tour.tours").add("sales_os_territory", {
    steps: () => [
        { content: "Go to the outline", trigger: ".nav-link[name=outline]", run: "click" },
        { content: "Begin to draw", trigger: ".o_sales_os_draw", run: "click" },
        ...clickMap(0.2, 0.15, 1),
        ...clickMap(0.8, 0.15, 2),
        ...clickMap(0.8, 0.85, 3),
        ...clickMap(0.2, 0.85, 4),
        { content: "Close it", trigger: ".o_sales_os_finish:enabled", run: "click" },
        { trigger: ".o_sales_os_corner[title='Corner 1 of 4']" },
        ...stepUtils.saveForm(),
        { content: "The menu of territories", trigger: ".o_menu_sections button:contains(Territories)", run: "click" },
        { content: "Versions", trigger: ".o-dropdown--menu a:contains(Versions)", run: "click" },
        { content: "The draft", trigger: ".o_data_row .o_data_cell:contains(Harbour plan)", run: "click" },
        { content: "Its rules", trigger: ".nav-link[name=rules]", run: "click" },
        { content: "A new rule", trigger: ".o_field_widget[name=rule_ids] .o_field_x2many_list_row_add a", run: "click" },
        { content: "Of the territory", trigger: ".modal .o_field_widget[name=territory_id] input", run: "edit Harbour" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Harbour)", run: "click" },
        { content: "All inside its outline", trigger: ".modal .o_field_widget[name=inside_polygon] input", run: "check" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=rule_ids] .o_data_row:contains(Harbour)" },
        ...stepUtils.saveForm(),
        { content: "What would move?", trigger: "button[name=action_preview_and_show]:contains(Preview)", run: "click" },
        { trigger: ".nav-link[name=moves]", run: "click" },
        { content: "The customer inside would move", trigger: ".o_field_widget[name=move_ids] .o_data_row:contains(Inside Ltd):contains(Harbour)" },
        { trigger: ".o_field_widget[name=move_ids]:not(:contains(Outside Ltd))" },
        { content: "On the map", trigger: ".nav-link[name=map]", run: "click" },
        { trigger: ".o_sales_os_map .o_sales_os_map_marker" },
        { content: "Put it into force", trigger: "button[name=action_activate_and_tell].btn-primary", run: "click" },
        { content: "Yes", trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "It is in force", trigger: ".o_arrow_button_current:contains(Active)" },
    ],
});
