import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
    toggleMenuItem,
    toggleSearchBarMenu,
} from "@web/../tests/web_test_helpers";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

class Customer extends models.Model {
    _name = "customer";
    name = fields.Char();
    latitude = fields.Float({ digits: [10, 7] });
    longitude = fields.Float({ digits: [10, 7] });
    color = fields.Integer();

    _records = [
        { id: 1, name: "Bakery", color: 4, latitude: 48.2, longitude: 11.5 },
        { id: 2, name: "Mill", latitude: 49.4, longitude: 11.1 },
        { id: 3, name: "Nowhere" },
    ];
}

class Call extends models.Model {
    _name = "call";
    name = fields.Char();
    customer_id = fields.Many2one({ relation: "customer" });
    sequence = fields.Integer();
    date = fields.Datetime({ string: "Begin" });
    state = fields.Selection({ selection: [["planned", "Planned"], ["done", "Done"]] });

    _records = [
        { id: 11, name: "First", customer_id: 1, sequence: 1, date: "2026-11-23 08:30:00", state: "planned" },
        { id: 12, name: "Second", customer_id: 2, sequence: 2, state: "done" },
        { id: 13, name: "Lost", customer_id: 3, sequence: 3, state: "done" },
        { id: 14, name: "Nobody", customer_id: false, sequence: 4, state: "done" },
    ];
}

defineMailModels();
defineModels([Call, Customer]);

const ARCH = `
    <sales_os_map string="Calls" latitude="customer_id.latitude" longitude="customer_id.longitude"
        label="name" color="state" badge="sequence" date="date" default_order="sequence">
        <field name="customer_id"/><field name="date"/>
    </sales_os_map>`;

function mountMap(more = {}) {
    return mountView({ type: "sales_os_map", resModel: "call", arch: ARCH, ...more });
}

async function settle() {
    await animationFrame();
    await animationFrame();
}

test("shows records through a many2one, colours by state, counts those without a position", async () => {
    await mountMap();
    await settle();
    expect(queryAllTexts(".o_sales_os_map_badge")).toEqual(["1", "2"]);
    expect(queryAllTexts(".o_sales_os_map_legend_line")).toEqual(["Planned", "Done"]);
    expect(".o_sales_os_map_summary").toHaveText("2 on the map");
    expect(".o_sales_os_map_unplaced").toHaveText("2 without a position");
    expect(".o_sales_os_map_canvas").toHaveAttribute("aria-label", "Calls");
});

test("the popup tells the record's details and opens it", async () => {
    await mountMap({ selectRecord: (id, { activeIds }) => expect.step(`open ${id} of ${activeIds.join()}`) });
    await settle();
    await click(".o_sales_os_map_badge:eq(0)");
    await settle();
    expect(queryAllTexts(".o_sales_os_map_popup > div")).toEqual(["Begin: Nov 23, 2026, 9:30 AM", "Customer: Bakery"]);
    await click(".o_sales_os_map_open");
    expect.verifySteps(["open 11 of 11,12,13,14"]);
});

test("takes the colour of a related record, and its name for the legend", async () => {
    await mountMap({ arch: ARCH.replace('color="state"', 'color="customer_id.color"') });
    await settle();
    expect(queryAllTexts(".o_sales_os_map_legend_line")).toEqual(["Bakery", "Mill"]);
    expect(".o_sales_os_map_swatch:first").toHaveStyle({ "background-color": "rgb(87, 148, 221)" });
});

test("lists what has no position, each opens, and all as a list view", async () => {
    mockService("action", { doAction: ({ domain }) => expect.step(JSON.stringify(domain)) });
    await mountMap({ selectRecord: (id) => expect.step(`open ${id}`) });
    await contains(".o_sales_os_map_unplaced").click();
    expect(queryAllTexts(".o_sales_os_map_unplaced_list .btn-link")).toEqual(["Lost", "Nobody"]);
    await contains(".o_sales_os_map_unplaced_list .btn-link:eq(0)").click();
    await contains(".o_sales_os_map_unplaced_list .btn-secondary").click();
    expect.verifySteps(["open 13", '[["id","in",[13,14]]]']);
});

test.tags("desktop");
test("follows the search bar", async () => {
    await mountMap({ searchViewArch: `<search><filter name="done" string="Done" domain="[('state', '=', 'done')]"/></search>` });
    await toggleSearchBarMenu();
    await toggleMenuItem("Done");
    await settle();
    expect(queryAllTexts(".o_sales_os_map_badge")).toEqual(["2"]);
});

test("turns pages beyond the limit and says so", async () => {
    await mountMap({ arch: ARCH.replace("<sales_os_map", '<sales_os_map limit="1"') });
    await settle();
    expect(".o_sales_os_map_summary").toHaveText("1 on the map · records 1 to 1 of 4");
    await contains(".o_pager_next").click();
    await settle();
    expect(queryAllTexts(".o_sales_os_map_badge")).toEqual(["2"]);
    expect(".o_sales_os_map_summary").toHaveText("1 on the map · records 2 to 2 of 4");
});

test("draws the shapes of another model behind, asked for once", async () => {
    onRpc("territory", "map_shapes", () => {
        expect.step("shapes");
        const coordinates = [[[10, 47], [13, 47], [13, 50], [10, 47]]];
        return [{ id: 1, label: "South", color: 5, geojson: JSON.stringify({ type: "Polygon", coordinates }) }];
    });
    await mountMap({ arch: ARCH.replace("<sales_os_map", '<sales_os_map limit="2" shapes_model="territory"') });
    await settle();
    expect(".o_sales_os_map_shape").toHaveCount(1);
    await contains(".o_pager_next").click();
    await settle();
    expect(".o_sales_os_map_shape").toHaveCount(1);
    expect.verifySteps(["shapes"]);
});

test("New is there unless the arch says no", async () => {
    await mountMap({ createRecord: () => expect.step("new") });
    await contains(".o_sales_os_map_new").click();
    expect.verifySteps(["new"]);
});

test("no New where the arch says no", async () => {
    await mountMap({ arch: ARCH.replace("<sales_os_map", '<sales_os_map create="0"'), createRecord: () => {} });
    expect(".o_sales_os_map_new").toHaveCount(0);
});

const PLACE_FORM = `<form><field name="latitude" widget="sales_os_position"
    options="{'longitude_field': 'longitude', 'height': 240}"/></form>`;

test("a click on the map sets the position, saved with its longitude", async () => {
    onRpc("customer", "web_save", ({ args }) => expect.step(Object.keys(args[1]).sort().join()));
    await mountView({ type: "form", resModel: "customer", resId: 3, arch: PLACE_FORM });
    expect(".o_sales_os_place").toHaveCount(0);
    await click(".o_sales_os_map_canvas");
    await settle();
    expect(".o_sales_os_place").toHaveCount(1);
    await clickSave();
    expect.verifySteps(["latitude,longitude"]);
});

test("the middle of the map can be taken, and the position cleared, by button", async () => {
    await mountView({ type: "form", resModel: "customer", resId: 3, arch: PLACE_FORM });
    await contains(".o_sales_os_set_centre").click();
    await settle();
    expect(".o_sales_os_place").toHaveCount(1);
    expect(".o_sales_os_position [role=status]").toHaveText(/^2[45]\.\d{5}, [45]\.\d{5}$/);
    await contains(".o_sales_os_clear_position").click();
    await settle();
    expect(".o_sales_os_place").toHaveCount(0);
});

test("a read-only position stays where it is", async () => {
    await mountView({ type: "form", resModel: "customer", resId: 1, arch: PLACE_FORM.replace("widget", 'readonly="1" widget') });
    expect(".o_sales_os_set_centre").toHaveCount(0);
    const before = queryOne(".o_sales_os_position [role=status]").textContent;
    await click(".o_sales_os_map_canvas", { position: { x: 20, y: 20 }, relative: true });
    await settle();
    expect(".o_sales_os_position [role=status]").toHaveText(before);
});
