import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { GeometryError } from "@sales_os/map/geojson";
import { PolygonDraft } from "@sales_os/map/polygon_draft";

describe.current.tags("headless");

const SQUARE = [[0, 0], [0, 8], [8, 8], [8, 0]];
const INSIDE = [[2, 2], [2, 4], [4, 4]];
let draft;

function draw(kind, points) {
    draft.start(kind);
    points.forEach((point) => draft.add(point));
    draft.finish();
}

beforeEach(() => {
    allowTranslations();
    draft = new PolygonDraft();
});

test("draws an outline, a second one and a hole", () => {
    draw("outline", SQUARE);
    draw("outline", [[20, 20], [20, 22], [22, 22]]);
    draw("hole", INSIDE);
    expect(draft.area).toEqual([[SQUARE, INSIDE], [[[20, 20], [20, 22], [22, 22]]]]);
    expect(draft.cornerCount).toBe(10);
});

test("refuses two corners, a hole in nothing and a hole outside, and loses nothing", () => {
    expect(() => draft.start("hole")).toThrow(GeometryError);
    draft.start("outline");
    draft.add([0, 0]);
    draft.add([0, 1]);
    expect(() => draft.finish()).toThrow(GeometryError);
    expect(draft.drawing.points).toHaveLength(2);
    draft.cancel();
    draw("outline", SQUARE);
    draft.start("hole");
    [[2, 2], [2, 4], [40, 40]].forEach((point) => draft.add(point));
    expect(() => draft.finish()).toThrow(GeometryError);
    expect(draft.drawing.points).toHaveLength(3);
    expect(draft.area).toEqual([[SQUARE]]);
});

test("moves, inserts and removes corners", () => {
    draw("outline", SQUARE);
    const path = { polygon: 0, ring: 0, corner: 1 };
    draft.move(path, [0, 9]);
    draft.insert(path, [4, 9]);
    expect(draft.area[0][0]).toEqual([[0, 0], [0, 9], [4, 9], [8, 8], [8, 0]]);
    draft.remove(path);
    expect(draft.area[0][0]).toEqual([[0, 0], [4, 9], [8, 8], [8, 0]]);
});

test("the third last corner takes its ring along, an outline its holes", () => {
    draw("outline", SQUARE);
    draw("hole", INSIDE);
    draft.remove({ polygon: 0, ring: 1, corner: 0 });
    expect(draft.area).toEqual([[SQUARE]]);
    draw("hole", INSIDE);
    draft.remove({ polygon: 0, ring: 0, corner: 0 });
    draft.remove({ polygon: 0, ring: 0, corner: 0 });
    expect(draft.area).toEqual([]);
});

test("every step can be taken back, to the beginning", () => {
    draw("outline", SQUARE);
    draft.move({ polygon: 0, ring: 0, corner: 0 }, [1, 1]);
    draft.clear();
    expect(draft.area).toEqual([]);
    draft.undo();
    expect(draft.area[0][0][0]).toEqual([1, 1]);
    draft.undo();
    expect(draft.area).toEqual([[SQUARE]]);
    draft.undo();
    expect(draft.drawing.points).toHaveLength(4);
    while (draft.canUndo) {
        draft.undo();
    }
    expect(draft.area).toEqual([]);
    expect(draft.drawing).toBe(null);
});
