import { registry } from "@web/core/registry";
import { MapArchParser } from "./map_arch_parser";
import { MapController } from "./map_controller";
import { MapViewModel } from "./map_view_model";

/** `<sales_os_map latitude="…" longitude="…" …/>`: records with a position on a map. */
export const mapView = {
    type: "sales_os_map",
    ArchParser: MapArchParser,
    Controller: MapController,
    Model: MapViewModel,
    searchMenuTypes: ["filter", "favorite"],

    props: (genericProps, view) => ({
        ...genericProps,
        Model: view.Model,
        archInfo: new view.ArchParser().parse(genericProps.arch),
    }),
};

registry.category("views").add("sales_os_map", mapView);
