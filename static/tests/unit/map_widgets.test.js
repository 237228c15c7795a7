import { describe, expect, test } from "@odoo/hoot";
import { click, drag, press, queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
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
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { session } from "@web/session";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

const SQUARE = '{"type":"Polygon","coordinates":[[[10,48],[12,48],[12,50],[10,50],[10,48]]]}';
const DATA = {
    shapes: [{ id: 1, label: "North", color: 4, geojson: SQUARE }],
    points: [
        { id: 7, model: "area", label: "<b>Bakery</b>", detail: "Main road\nMonday", lat: 48.2, lng: 11, color: 1, badge: 1, route: "mon" },
        { id: 8, model: "area", label: "Mill", lat: 48.8, lng: 11.5, color: 2, badge: 2, route: "mon" },
        { id: 9, model: "area", label: "Nowhere", lat: 0, lng: 0 },
    ],
    routes: [{ id: "mon", label: "Monday", points: [[48.2, 11], [48.8, 11.5]] }],
};

class Area extends models.Model {
    _name = "area";
    name = fields.Char();
    color = fields.Integer();
    polygon = fields.Text();
    map_data = fields.Json();

    _records = [
        { id: 1, name: "North", color: 3, polygon: SQUARE, map_data: DATA },
        { id: 2, name: "Broken", polygon: '{"type":"Polygon","coordinates":', map_data: false },
        { id: 3, name: "New", polygon: false, map_data: DATA },
        {
            id: 5,
            name: "Others",
            map_data: {
                points: [
                    { id: "home-1", model: "area", label: "Home", lat: 48, lng: 11, badge: "⌂" },
                    { id: "left-2", model: "area", res_id: 9, label: "Left over", lat: 49, lng: 12, badge: "–" },
                ],
            },
        },
        { id: 4, name: "Torn", polygon: false, map_data: { shapes: [{ id: 5, label: "Torn", geojson: "{" }] } },
    ];
}

defineMailModels();
defineModels([Area]);

const MAP_FORM = `<form><field name="map_data" widget="sales_os_map" options="{'height': 300}"/></form>`;
const AREA_FORM = `<form><field name="name"/><field name="polygon" widget="sales_os_polygon"
    options="{'context_field': 'map_data', 'color_field': 'color'}"/></form>`;

function form(resId, arch, more = {}) {
    return mountView({ type: "form", resModel: "area", resId, arch, ...more });
}

async function settle() {
    await animationFrame();
    await animationFrame();
}

/** A click on the map's ground, at a share of its width and height. */
async function clickMap(x, y) {
    const map = queryOne(".o_sales_os_map_canvas");
    const { width, height } = map.getBoundingClientRect();
    await click(map, { position: { x: width * x, y: height * y }, relative: true });
    await settle();
}

describe("map on a Json field", () => {
    test("draws shapes, routes and numbered points; points without a position are left out", async () => {
        await form(1, MAP_FORM);
        expect(".o_sales_os_map_shape").toHaveCount(1);
        expect(".o_sales_os_map_route").toHaveCount(1);
        expect(queryAllTexts(".o_sales_os_map_badge")).toEqual(["1", "2"]);
        expect(queryAllTexts(".o_sales_os_map_legend_line")).toEqual(["Monday", "North"]);
        expect(".o_sales_os_map_canvas").toHaveAttribute("aria-label", "Map data");
    });

    test("asks no one for tiles when the company has set none", async () => {
        await form(1, MAP_FORM);
        expect(".o_sales_os_map img").toHaveCount(0);
        expect(queryAll(".o_sales_os_graticule").length).toBeGreaterThan(3);
    });

    test("takes tiles from the active company's server only", async () => {
        patchWithCleanup(session, {
            sales_os_map_tiles: { 1: { url: "/web/static/img/{z}-{x}-{y}.png", attribution: "<p>Own server</p>" } },
        });
        await form(1, MAP_FORM);
        expect(queryAll(".leaflet-tile").length).toBeGreaterThan(0);
        expect(".leaflet-control-attribution").toHaveText("Own server");
    });

    test("a legend line hides and shows its route with its stops", async () => {
        await form(1, MAP_FORM);
        await contains(".o_sales_os_map_legend_line[data-key='route:mon']").click();
        await settle();
        expect(".o_sales_os_map_route").toHaveCount(0);
        expect(".o_sales_os_map_badge").toHaveCount(0);
        expect(".o_sales_os_map_shape").toHaveCount(1);
        expect(".o_sales_os_map_legend_line:first").toHaveAttribute("aria-pressed", "false");
        await contains(".o_sales_os_map_legend_line[data-key='route:mon']").click();
        await settle();
        expect(".o_sales_os_map_badge").toHaveCount(2);
    });

    test("a popup shows a label as text and opens the record", async () => {
        mockService("action", { doAction: ({ res_model, res_id }) => expect.step(`${res_model} ${res_id}`) });
        await form(1, MAP_FORM);
        await click(".o_sales_os_map_badge:eq(0)");
        await settle();
        expect(".o_sales_os_map_popup strong").toHaveText("<b>Bakery</b>");
        expect(".o_sales_os_map_popup b").toHaveCount(0);
        await click(".o_sales_os_map_open");
        expect.verifySteps(["area 7"]);
    });

    test("an item may stand for another record, or for none", async () => {
        mockService("action", { doAction: ({ res_model, res_id }) => expect.step(`${res_model} ${res_id}`) });
        await form(5, MAP_FORM);
        await click(".o_sales_os_map_badge:eq(0)");
        await settle();
        expect(".o_sales_os_map_popup strong").toHaveText("Home");
        expect(".o_sales_os_map_open").toHaveCount(0);
        await click(".o_sales_os_map_badge:eq(1)");
        await settle();
        await click(".o_sales_os_map_open");
        expect.verifySteps(["area 9"]);
    });

    test("the list says in words what the map shows", async () => {
        await form(1, MAP_FORM);
        queryOne(".o_sales_os_map_list").open = true;
        await settle();
        expect(queryAllTexts(".o_sales_os_map_list li button")).toEqual(["1. <b>Bakery</b>", "2. Mill"]);
        await contains(".o_sales_os_map_list li button:eq(1)").click();
        await settle();
        expect(".o_sales_os_map_popup strong").toHaveText("Mill");
    });

    test("says when there is nothing to show", async () => {
        await form(2, MAP_FORM);
        expect(".o_sales_os_map_empty").toHaveCount(1);
    });

    test("says which shape cannot be drawn", async () => {
        await form(4, MAP_FORM);
        expect(".o_sales_os_map .alert").toHaveText("These areas cannot be drawn: Torn");
    });

    test("two thousand points are grouped", async () => {
        Area._records[0].map_data = {
            points: Array.from({ length: 2000 }, (_n, i) => ({ id: i + 1, label: `P${i}`, lat: 47 + (i % 50) / 20, lng: 9 + i / 400 })),
        };
        await form(1, MAP_FORM);
        const counts = queryAllTexts(".o_sales_os_map_cluster").map(Number);
        expect(counts.length).toBeGreaterThan(1);
        expect(counts.length).toBeLessThan(100);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
    });
});

describe("area on a Text field", () => {
    test("shows the area; nothing can be changed when it is read only", async () => {
        await form(1, AREA_FORM.replace("widget=", 'readonly="1" widget='));
        expect(".o_sales_os_polygon_editor path[stroke='#e8bb1d']").toHaveCount(1);
        // shape 1 of the field with what is around is this record itself
        expect(".o_sales_os_map_shape").toHaveCount(0);
        expect(".o_sales_os_toolbar").toHaveCount(0);
        expect(".o_sales_os_handle").toHaveCount(0);
        expect(".o_sales_os_polygon_text textarea").toHaveProperty("readOnly", true);
    });

    test("what is around comes from another field", async () => {
        await form(3, AREA_FORM);
        expect(".o_sales_os_map_shape").toHaveCount(1);
        expect(".o_sales_os_map_badge").toHaveCount(2);
    });

    test("corners and the middles of edges have handles with names", async () => {
        await form(1, AREA_FORM);
        expect(".o_sales_os_corner").toHaveCount(4);
        expect(".o_sales_os_middle").toHaveCount(4);
        expect(".o_sales_os_corner:first").toHaveAttribute("title", "Corner 1 of 4");
        expect(".o_sales_os_corner:first").toHaveAttribute("tabindex", "0");
    });

    test("draws an area by clicks and saves it as GeoJSON", async () => {
        onRpc("area", "web_save", ({ args }) => {
            const { type, coordinates } = JSON.parse(args[1].polygon);
            expect.step(`${type} ${coordinates.length} ${coordinates[0].length}`);
        });
        await form(3, AREA_FORM);
        await contains(".o_sales_os_draw").click();
        await settle();
        expect(".o_sales_os_finish").toHaveProperty("disabled", true);
        await clickMap(0.2, 0.2);
        await clickMap(0.2, 0.8);
        await clickMap(0.8, 0.8);
        expect(".o_sales_os_corner").toHaveCount(3);
        await click(".o_sales_os_corner:first");
        await settle();
        expect(".o_sales_os_draw").toHaveText("Draw another area");
        await clickSave();
        expect.verifySteps(["Polygon 1 4"]);
    });

    test("saving closes an area that only lacks its last click", async () => {
        onRpc("area", "web_save", ({ args }) => expect.step(JSON.parse(args[1].polygon).type));
        await form(3, AREA_FORM);
        await contains(".o_field_widget[name=name] input").edit("Named");
        await contains(".o_sales_os_draw").click();
        await settle();
        await clickMap(0.2, 0.2);
        await clickMap(0.2, 0.8);
        await clickMap(0.8, 0.8);
        await clickSave();
        expect.verifySteps(["Polygon"]);
    });

    test("draws by keyboard: arrows move the map, Enter sets a corner, Escape gives up", async () => {
        await form(3, AREA_FORM);
        await contains(".o_sales_os_draw").click();
        await settle();
        expect(".o_sales_os_map_canvas").toBeFocused();
        await press("Enter");
        await settle();
        expect(".o_sales_os_corner").toHaveCount(1);
        await press("Escape");
        await settle();
        expect(".o_sales_os_corner").toHaveCount(0);
        expect(".o_sales_os_draw").toHaveCount(1);
    });

    test("a corner is moved and deleted by keyboard, and undo brings it back", async () => {
        onRpc("area", "web_save", ({ args }) => expect.step(JSON.parse(args[1].polygon).coordinates[0].length));
        await form(1, AREA_FORM);
        queryOne(".o_sales_os_corner:eq(1)").focus();
        await press("ArrowUp");
        await settle();
        expect(".o_sales_os_corner:eq(1)").toBeFocused();
        expect(".o_sales_os_undo").toHaveProperty("disabled", false);
        await press("Delete");
        await settle();
        expect(".o_sales_os_corner").toHaveCount(3);
        await contains(".o_sales_os_undo").click();
        await settle();
        expect(".o_sales_os_corner").toHaveCount(4);
        await clickSave();
        expect.verifySteps([5]);
    });

    test("a click on the middle of an edge adds a corner; a chosen corner can be deleted by button", async () => {
        await form(1, AREA_FORM);
        await click(".o_sales_os_middle:eq(0)");
        await settle();
        expect(".o_sales_os_corner").toHaveCount(5);
        await click(".o_sales_os_corner:eq(0)");
        await settle();
        expect(".o_sales_os_corner_selected").toHaveCount(1);
        await contains(".o_sales_os_remove_corner").click();
        await settle();
        expect(".o_sales_os_corner").toHaveCount(4);
    });

    test("a corner is dragged to another place, a middle dragged becomes a corner", async () => {
        await form(1, AREA_FORM);
        const ring = () => JSON.parse(queryOne(".o_sales_os_polygon_text textarea").value).coordinates[0];
        const before = ring();
        const { width, height } = queryOne(".o_sales_os_map_canvas").getBoundingClientRect();
        const dragTo = async (selector, x, y) => {
            const { moveTo, drop } = await drag(selector);
            await moveTo(".o_sales_os_map_canvas", { position: { x: width * x - 20, y: height * y }, relative: true });
            await drop(".o_sales_os_map_canvas", { position: { x: width * x, y: height * y }, relative: true });
            await settle();
        };
        await dragTo(".o_sales_os_corner:eq(0)", 0.1, 0.5);
        expect(ring()).toHaveLength(5);
        expect(ring().filter((corner) => !before.some((old) => old.join() === corner.join()))).not.toHaveLength(0);
        await dragTo(".o_sales_os_middle:eq(2)", 0.9, 0.5);
        expect(ring()).toHaveLength(6);
        await contains(".o_sales_os_undo").click();
        await contains(".o_sales_os_undo").click();
        await settle();
        expect(ring()).toEqual(before);
    });

    test("cuts a hole; a hole outside is refused in words", async () => {
        mockService("notification", { add: (message) => expect.step(String(message).slice(0, 6)) });
        await form(1, AREA_FORM);
        await contains(".o_sales_os_hole").click();
        await settle();
        await clickMap(0.45, 0.45);
        await clickMap(0.55, 0.45);
        await clickMap(0.5, 0.6);
        await contains(".o_sales_os_finish").click();
        await settle();
        const { coordinates } = JSON.parse(queryOne(".o_sales_os_polygon_text textarea").value);
        expect(coordinates).toHaveLength(2);
        await contains(".o_sales_os_hole").click();
        await settle();
        await clickMap(0.02, 0.5);
        await clickMap(0.5, 0.5);
        await clickMap(0.02, 0.7);
        await contains(".o_sales_os_finish").click();
        await settle();
        expect.verifySteps(["A hole"]);
        await contains(".o_sales_os_cancel").click();
    });

    test("clear empties the field, undo restores it", async () => {
        await form(1, AREA_FORM);
        await contains(".o_sales_os_clear").click();
        await settle();
        expect(".o_sales_os_polygon_text textarea").toHaveValue("");
        await contains(".o_sales_os_undo").click();
        await settle();
        expect(JSON.parse(queryOne(".o_sales_os_polygon_text textarea").value)).toEqual(JSON.parse(SQUARE));
    });

    test.tags("desktop");
    test("the steps taken on one record cannot be undone on the next", async () => {
        await form(1, AREA_FORM, { resIds: [1, 3] });
        await contains(".o_sales_os_clear").click();
        await contains(".o_pager_next").click();
        await settle();
        expect(".o_field_widget[name=name] input").toHaveValue("New");
        expect(".o_sales_os_undo").toHaveProperty("disabled", true);
    });

    test("what is no area is said, kept as text, and can be mended there", async () => {
        await form(2, AREA_FORM);
        expect(".alert-warning").toHaveText("This area cannot be shown. This is not valid JSON.");
        expect(".o_sales_os_map_canvas").toHaveCount(0);
        await contains(".o_sales_os_polygon_text textarea").edit(SQUARE);
        await settle();
        expect(".alert-warning").toHaveCount(0);
        expect(".o_sales_os_corner").toHaveCount(4);
    });
});
