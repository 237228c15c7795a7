import { _t } from "@web/core/l10n/translation";
import { GeometryError, isInRing } from "./geojson";

/** Beyond this many steps the oldest is forgotten. */
const MAX_HISTORY = 100;

/**
 * An area while it is being edited: finished polygons, the ring that is being drawn, and the way
 * back. It knows nothing of maps or screens. A corner is named by its *path*
 * `{polygon, ring, corner}`.
 */
export class PolygonDraft {
    constructor(area = []) {
        this.area = area;
        this.drawing = null;
        this.history = [];
    }

    get canUndo() {
        return this.history.length > 0;
    }

    get cornerCount() {
        return this.area.flat().reduce((sum, ring) => sum + ring.length, this.drawing?.points.length || 0);
    }

    remember() {
        this.history.push(JSON.stringify([this.area, this.drawing]));
        this.history.splice(0, this.history.length - MAX_HISTORY);
    }

    undo() {
        if (this.canUndo) {
            [this.area, this.drawing] = JSON.parse(this.history.pop());
        }
    }

    clear() {
        this.remember();
        this.area = [];
        this.drawing = null;
    }

    /** @param {"outline"|"hole"} kind */
    start(kind) {
        if (kind === "hole" && !this.area.length) {
            throw new GeometryError(_t("Draw an area first: a hole is cut out of an area."));
        }
        this.remember();
        this.drawing = { kind, points: [] };
    }

    add(point) {
        this.remember();
        this.drawing.points.push(point);
    }

    cancel() {
        if (this.drawing) {
            this.remember();
            this.drawing = null;
        }
    }

    get canFinish() {
        return Boolean(this.drawing) && this.drawing.points.length >= 3;
    }

    /** Closes the ring that is being drawn; a hole goes to the polygon that contains it. */
    finish() {
        if (!this.canFinish) {
            throw new GeometryError(_t("An area needs at least three corners."));
        }
        const { kind, points } = this.drawing;
        if (kind === "outline") {
            this.remember();
            this.area = [...this.area, [points]];
        } else {
            const index = this.area.findIndex(([outline]) => points.every((point) => isInRing(point, outline)));
            if (index < 0) {
                throw new GeometryError(_t("A hole must lie inside one area with all its corners."));
            }
            this.remember();
            this.area = this.area.map((polygon, at) => (at === index ? [...polygon, points] : polygon));
        }
        this.drawing = null;
    }

    ringAt({ polygon, ring }) {
        return this.area[polygon]?.[ring];
    }

    replaceRing({ polygon, ring }, corners) {
        this.remember();
        this.area = this.area
            .map((rings, at) => (at === polygon ? rings.map((old, inner) => (inner === ring ? corners : old)) : rings));
    }

    move(path, point) {
        this.replaceRing(path, this.ringAt(path).map((old, at) => (at === path.corner ? point : old)));
    }

    /** Puts a corner behind the one that the path names. */
    insert(path, point) {
        const corners = [...this.ringAt(path)];
        corners.splice(path.corner + 1, 0, point);
        this.replaceRing(path, corners);
    }

    /** Takes a corner away, and with the third last the whole ring; an outline takes its holes along. */
    remove(path) {
        const corners = this.ringAt(path).filter((_point, at) => at !== path.corner);
        if (corners.length >= 3) {
            this.replaceRing(path, corners);
            return;
        }
        this.remember();
        this.area = this.area
            .map((rings, at) => (at === path.polygon ? rings.filter((_ring, inner) => inner !== path.ring) : rings))
            .filter((rings, at) => !(at === path.polygon && path.ring === 0));
    }
}
