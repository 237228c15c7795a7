import { KeepLast } from "@web/core/utils/concurrency";
import { Model } from "@web/model/model";
import { orderByToString } from "@web/search/utils/order_by";
import { pointsOf, specificationOf } from "./map_records";

/** Loads one page of records and, once, the shapes behind them. */
export class MapViewModel extends Model {
    setup({ archInfo, fields, resModel, offset }) {
        Object.assign(this, { archInfo, fields, resModel });
        this.keepLast = new KeepLast();
        this.offset = offset || 0;
        this.total = 0;
        this.unplaced = [];
        this.data = { shapes: [], points: [] };
    }

    get limit() {
        return this.archInfo.limit;
    }

    async load(searchParams = this.searchParams) {
        if (this.searchParams && searchParams !== this.searchParams) {
            this.offset = 0;
        }
        this.searchParams = searchParams;
        const { domain, context, orderBy } = searchParams;
        const order = orderBy?.length ? orderBy : this.archInfo.defaultOrder;
        const [result, shapes] = await this.keepLast.add(
            Promise.all([
                this.orm.webSearchRead(this.resModel, domain, {
                    specification: specificationOf(this.archInfo, this.fields),
                    offset: this.offset,
                    limit: this.limit,
                    order: orderByToString(order),
                    context,
                }),
                this.loadShapes(context),
            ])
        );
        this.total = result.length;
        const { points, unplaced } = pointsOf(result.records, this.archInfo, this.fields, this.resModel);
        this.unplaced = unplaced;
        this.data = { shapes, points };
    }

    loadShapes(context) {
        const { shapesModel } = this.archInfo;
        this.shapes ||= shapesModel ? this.orm.call(shapesModel, "map_shapes", [], { context }) : Promise.resolve([]);
        return this.shapes;
    }

    async turnTo(offset) {
        this.offset = offset;
        await this.load();
        this.notify();
    }
}
