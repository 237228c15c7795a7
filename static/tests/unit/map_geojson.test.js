import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { allowTranslations } from "@web/../tests/web_test_helpers";
import { crossesItself, formatArea, GeometryError, isInRing, parseArea } from "@sales_os/map/geojson";
import { graticuleLines, graticuleStep } from "@sales_os/map/graticule";
import { colorOf, PALETTE, textColorOn } from "@sales_os/map/map_colors";
import { isPosition, legendOf, normaliseData } from "@sales_os/map/map_groups";
import { gridClusters } from "@sales_os/map/point_clusters";

describe.current.tags("headless");
beforeEach(allowTranslations);

const SQUARE = '{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}';

test("an area keeps its outlines and holes through reading and writing", () => {
    const text = JSON.stringify({
        type: "MultiPolygon",
        coordinates: [
            [
                [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]],
                [[2, 2], [2, 4], [4, 4], [4, 2], [2, 2]],
            ],
            [[[20, 20], [22, 20], [22, 22], [20, 20]]],
        ],
    });
    expect(formatArea(parseArea(text))).toBe(text);
});

test("one polygon is written as Polygon, closed, counter-clockwise", () => {
    const clockwise = [[[[0, 0], [2, 0], [2, 2], [0, 2]]]];
    const { type, coordinates } = JSON.parse(formatArea(clockwise));
    expect(type).toBe("Polygon");
    expect(coordinates[0].at(0)).toEqual(coordinates[0].at(-1));
    const sum = coordinates[0].slice(1).reduce((s, [x, y], i) => s + coordinates[0][i][0] * y - x * coordinates[0][i][1], 0);
    expect(sum).toBeGreaterThan(0);
});

test("features are read, nothing is an empty area", () => {
    const feature = { type: "FeatureCollection", features: [{ type: "Feature", geometry: JSON.parse(SQUARE) }] };
    expect(parseArea(feature)).toEqual([[[[0, 0], [0, 2], [2, 2], [2, 0]]]]);
    for (const empty of ["", "  ", false, null, undefined]) {
        expect(parseArea(empty)).toEqual([]);
    }
    expect(formatArea([])).toBe("");
});

test("what is no area is refused in words", () => {
    const wrong = [
        "{not json",
        '{"type":"Point","coordinates":[1,2]}',
        '{"type":"Polygon"}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[1,"a"],[1,1]]]}',
        '{"type":"Polygon","coordinates":[[[0,0],[0,200],[1,1]]]}',
        "42",
    ];
    for (const text of wrong) {
        expect(() => parseArea(text)).toThrow(GeometryError);
    }
});

test("a point is found in and out of a ring; crossing edges are noticed", () => {
    const [[ring]] = parseArea(SQUARE);
    expect(isInRing([1, 1], ring)).toBe(true);
    expect(isInRing([3, 1], ring)).toBe(false);
    expect(crossesItself(ring)).toBe(false);
    expect(crossesItself([[0, 0], [2, 2], [0, 2], [2, 0]])).toBe(true);
});

test("colours come from Odoo's palette or as they are, with text that can be read", () => {
    expect(colorOf(4)).toBe(PALETTE[4]);
    expect(colorOf("3")).toBe(PALETTE[3]);
    expect(colorOf(15)).toBe(PALETTE[3]);
    expect(colorOf("#ABCDEF")).toBe("#abcdef");
    expect(colorOf(false)).toBe(colorOf(undefined));
    expect(colorOf("red; background: url(x)")).toBe(colorOf(undefined));
    expect(textColorOn("#ffffff")).toBe("#000000");
    expect(textColorOn("#304be0")).toBe("#ffffff");
});

test("near points share a cell, far ones do not", () => {
    expect(gridClusters([{ x: 1, y: 1 }, { x: 9, y: 2 }, { x: 70, y: 1 }], 56)).toEqual([[0, 1], [2]]);
});

test("the graticule follows the span", () => {
    expect(graticuleStep(360)).toBe(30);
    expect(graticuleStep(3)).toBe(0.5);
    expect(graticuleLines(1.1, 2.6, 0.5)).toEqual([1.5, 2, 2.5]);
});

test("points without a position are left out, 0, 0 is none", () => {
    expect(isPosition(0, 0)).toBe(false);
    expect(isPosition(0, 9.5)).toBe(true);
    expect(isPosition(91, 0)).toBe(false);
    expect(isPosition(null, 3)).toBe(false);
    const data = normaliseData({ points: [{ id: 1, lat: 0, lng: 0 }, { id: 2, lat: 48, lng: 11 }] });
    expect(data.points.map((point) => point.id)).toEqual([2]);
    expect(data.shapes).toEqual([]);
});

test("a stop belongs to the legend line of its route", () => {
    const data = normaliseData({
        routes: [{ id: "mon", label: "Monday", points: [[1, 1], [2, 2]] }],
        points: [{ id: 1, lat: 1, lng: 1, route: "mon" }, { id: 2, lat: 2, lng: 2, group: "Home" }],
    });
    expect(legendOf(data).map((line) => [line.key, line.label])).toEqual([
        ["route:mon", "Monday"],
        ["group:Home", "Home"],
    ]);
});

test("many shapes share one line, in a colour of none of them; points without a group are the others", () => {
    const data = normaliseData({
        shapes: Array.from({ length: 13 }, (_n, id) => ({ id, label: `S${id}`, color: id })),
        points: [{ id: 1, lat: 1, lng: 1, group: "North" }, { id: 2, lat: 2, lng: 2 }],
    });
    expect(legendOf(data).map((line) => line.label)).toEqual(["North", "Others", "Areas"]);
    expect(legendOf(data).at(-1).color).toBe(PALETTE[0]);
    data.shapes.pop();
    expect(legendOf(data)).toHaveLength(14);
});
