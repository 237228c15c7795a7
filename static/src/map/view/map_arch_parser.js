import { stringToOrderBy } from "@web/search/utils/order_by";
import { getActiveActions } from "@web/views/utils";

/** With more records than this, the view turns pages. */
export const DEFAULT_LIMIT = 2000;

const PATHS = ["latitude", "longitude", "label", "color", "badge", "date"];

export class MapArchParser {
    /** @param {Element} arch the `<sales_os_map>` node; the server has checked its attributes */
    parse(arch) {
        const info = {
            activeActions: getActiveActions(arch),
            defaultOrder: stringToOrderBy(arch.getAttribute("default_order")),
            limit: Number(arch.getAttribute("limit")) || DEFAULT_LIMIT,
            shapesModel: arch.getAttribute("shapes_model"),
            title: arch.getAttribute("string"),
            detailFields: [...arch.querySelectorAll("field")].map((node) => node.getAttribute("name")),
        };
        for (const path of PATHS) {
            info[path] = arch.getAttribute(path) || null;
        }
        info.label ||= "display_name";
        return info;
    }
}
