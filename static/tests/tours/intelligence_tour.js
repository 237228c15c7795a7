import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ROW = ".o_list_view .o_data_row:contains(Crane for the harbour)";

/** The manager sees why nobody has the lead, and finds somebody. */
tours.add("sales_os_lead_routed", {
    steps: () => [
        { content: "The lead that nobody has", trigger: ROW },
        { content: "Choose it", trigger: `${ROW} .o_list_record_selector input`, run: "click" },
        { trigger: ".o_control_panel button[name=action_sales_os_route_and_tell]", run: "click" },
        { content: "It has somebody now", trigger: `.o_list_view:not(:has(.o_data_row:contains(Crane for the harbour))), .o_view_nocontent` },
    ],
});

/** The representative takes the suggested action with one click. */
tours.add("sales_os_insight_done", {
    steps: () => [
        { content: "What the night found", trigger: ROW },
        { content: "Do it", trigger: `${ROW} button[name=action_do]`, run: "click" },
        { content: "The lead opens, with the task", trigger: ".o_form_view .o-mail-Activity:contains(Call)" },
        { content: "How likely it is, and why", trigger: ".o_notebook .nav-link[name=sales_os_score]", run: "click" },
        { content: "And why this salesperson has it", trigger: ".o_field_widget[name=sales_os_routing_reason]:contains(Routed)" },
    ],
});

/** An administrator erases a person, and reads what is kept and why. */
tours.add("sales_os_privacy", {
    steps: () => [
        { trigger: ".o_form_view .o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: ".o-dropdown--menu .o_menu_item:contains(Erase This Person)", run: "click" },
        { content: "What is lost is said first", trigger: ".modal .alert:contains(deleted for good)" },
        { trigger: ".modal .o_field_widget[name=reason] textarea", run: "edit By letter of today, identity checked" },
        { trigger: ".modal button[name=action_erase]", run: "click" },
        { content: "What is kept, and why", trigger: ".modal .o_field_widget[name=result]:contains(Kept)" },
        { trigger: ".modal button:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

/** A customer answers the one question on a phone. */
tours.add("sales_os_feedback", {
    steps: () => [
        { content: "The question", trigger: "#sales_os_feedback[data-status=open] h1" },
        {
            content: "Nothing runs off the screen",
            trigger: "#sales_os_feedback",
            run() {
                const page = document.documentElement;
                if (page.scrollWidth > page.clientWidth) {
                    throw new Error("the page is wider than the phone");
                }
            },
        },
        { trigger: "label[for=sales_os_score_9]", run: "click" },
        { trigger: "#sales_os_comment", run: "edit Quick and kind" },
        { trigger: "#sales_os_feedback button[type=submit]", run: "click", expectUnloadPage: true },
        { content: "Thanked", trigger: "#sales_os_feedback[data-status=answered] h1:contains(Thank you)" },
    ],
});
