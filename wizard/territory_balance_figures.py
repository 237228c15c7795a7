from markupsafe import Markup

from odoo import api, models
from odoo.tools.misc import formatLang

from odoo.addons.sales_os.algorithms.territory.balance_metrics import after_moves, measure

MAP_LIMIT = 2_000


class SalesOsTerritoryBalance(models.TransientModel):
    """The proposal in figures and on maps, with the moves that are ticked."""

    _inherit = "sales_os.territory.balance"

    def _facts_of(self, proposal):
        """What the figures are worked out from while moves are ticked and unticked."""
        before = proposal.before
        total = sum(load for _key, load, _off in before.loads)
        return {
            "keys": [key for key, _load, _off in before.loads],
            "loads": [load for _key, load, _off in before.loads],
            "load_km": before.compactness_km * total,
        }

    @api.depends("facts", "line_ids.is_included")
    def _compute_figures(self):
        for wizard in self:
            wizard.figures, wizard.figures_table = wizard._figures() if wizard.facts else (False, False)

    def _figures(self):
        keys, loads, load_km = self.facts["keys"], self.facts["loads"], self.facts["load_km"]
        targets = [sum(loads) / len(loads)] * len(loads)
        lines = self.line_ids.filtered("is_included")
        new_loads, new_load_km = after_moves(
            keys=keys,
            loads=loads,
            load_km=load_km,
            moves=[(line.from_territory_id.id, line.to_territory_id.id, line.load, line.km_before, line.km_after) for line in lines],
        )
        before = measure(keys=keys, loads=loads, targets=targets, load_km=load_km)
        after = measure(keys=keys, loads=new_loads, targets=targets, load_km=new_load_km)
        figures = {
            name: {
                "loads": [{"territory_id": key, "load": load, "off_percent": off} for key, load, off in metrics.loads],
                "imbalance_percent": metrics.imbalance_percent,
                "cv": metrics.cv,
                "gini": metrics.gini,
                "compactness_km": metrics.compactness_km,
            }
            for name, metrics in (("before", before), ("after", after))
        }
        figures["moved"] = len(lines)
        return figures, self._as_table(figures)

    def _as_table(self, figures):
        def number(value, digits=1):
            return formatLang(self.env, value, digits=digits)

        def signed(percent):
            # a zero has no sign, and the percent sign stays on the line
            return f"{percent:+.0f}".replace("-", "−") if round(percent) else "0"

        rows = [
            (self.env._("Largest deviation from the mean (%)"), "imbalance_percent", 1),
            (self.env._("Coefficient of variation"), "cv", 3),
            (self.env._("Gini (0 = all alike)"), "gini", 3),
            (self.env._("Mean way to the centre (km)"), "compactness_km", 1),
        ]
        cells = [(label, number(figures["before"][name], digits), number(figures["after"][name], digits)) for label, name, digits in rows]
        names = {territory.id: territory.name for territory in self.territory_ids._origin}
        for old, new in zip(figures["before"]["loads"], figures["after"]["loads"], strict=True):
            cells.append(
                (
                    names.get(old["territory_id"], ""),
                    f"{number(old['load'], 0)} ({signed(old['off_percent'])} %)",
                    f"{number(new['load'], 0)} ({signed(new['off_percent'])} %)",
                )
            )
        body = Markup().join(
            Markup("<tr><td>%s</td><td class='text-end text-nowrap'>%s</td><td class='text-end text-nowrap'>%s</td></tr>") % cell
            for cell in cells
        )
        head = Markup("<tr><th></th><th class='text-end'>%s</th><th class='text-end'>%s</th></tr>") % (
            self.env._("Now"),
            self.env._("Proposed"),
        )
        return Markup("<table class='table table-sm'><thead>%s</thead><tbody>%s</tbody></table>") % (head, body)

    @api.depends("is_proposed", "line_ids.is_included")
    def _compute_maps(self):
        for wizard in self:
            wizard.map_before = wizard.map_after = False
            if wizard.is_proposed:
                goes = {line.partner_id.id: line.to_territory_id for line in wizard.line_ids if line.is_included}
                customers = wizard._customers().filtered(lambda partner: partner.partner_latitude or partner.partner_longitude)
                # those that move are always on the map
                shown = customers.sorted(lambda partner, goes=goes: partner.id not in goes)[:MAP_LIMIT]
                wizard.map_before, wizard.map_after = wizard._map(shown, {}), wizard._map(shown, goes)

    def _map(self, customers, goes):
        points = []
        for customer in customers:
            old = customer.sales_os_territory_id
            new = goes.get(customer.id, old)
            points.append(
                {
                    "id": customer.id,
                    "model": "res.partner",
                    "label": customer.display_name,
                    "detail": new.name if new == old else f"{old.name} → {new.name}",
                    "lat": customer.partner_latitude,
                    "lng": customer.partner_longitude,
                    "color": new.color or 1 + new.id % 11,
                    "badge": "" if new == old else "→",
                    "group": new.name,
                }
            )
        return {"shapes": self.territory_ids._origin._shapes(), "points": points, "routes": []}
