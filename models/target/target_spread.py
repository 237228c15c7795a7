from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.commission.period import MONTHS, period_end, periods_between
from odoo.addons.sales_os.algorithms.target.roll_up import roll_down
from odoo.addons.sales_os.algorithms.target.spread import SpreadError, seasonal_weights, spread


class SalesOsTarget(models.Model):
    """Share a target out: over months or quarters, people or territories, evenly or in the shape of last year."""

    _inherit = "sales_os.target"

    def action_spread(self, parts="month", shape="last_year", flat_percent=0.0, total=False):
        """Divide a target; where it has parts already, share a new total out among them in their proportions.

        :param parts: ``month``, ``quarter``, or ``member``: the representatives of a team, those below a representative, the
            territories below a territory
        :param shape: ``last_year``: as the same parts brought a year before; ``even``
        :param flat_percent: how much of last year's shape is evened out, for one odd year
        :param total: the new amount; otherwise the present one
        :return: ids of the parts
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        amount = self._number(self.amount if total is False or total is None else total)
        flat_share = self._number(flat_percent) / 100
        try:
            if self.child_ids:
                return self._share_out(amount)
            return self._divide(amount, self._parts_of(parts), shape, flat_share)
        except SpreadError as error:
            raise UserError(self.env._("%(name)s cannot be spread: %(why)s.", name=self.display_name, why=error)) from error

    def _number(self, value):
        """A number from outside."""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e15:
            raise UserError(self.env._("“%s” is no amount: a target and a percentage are numbers of zero or more.", value))
        return Decimal(str(value))

    def _share_out(self, amount):
        tree = self._tree()
        parents = {target.id: target.parent_id.id if target != self else None for target in tree}
        shared = roll_down(
            parents=parents, targets={target.id: Decimal(str(target.amount)) for target in tree}, key=self.id, total=amount,
            digits=self._digits())
        for target in tree - tree.filtered("child_ids"):
            target.amount = float(shared[target.id])
        return self.child_ids.ids

    def _divide(self, amount, parts, shape, flat_share):
        if not parts:
            raise UserError(self.env._("There is nothing to divide %s into: choose other parts.", self.display_name))
        weights = [Decimal(1)] * len(parts)
        if shape == "last_year":
            weights = seasonal_weights(last_year=self._last_year(parts), flat_share=float(flat_share))
        elif shape != "even":
            raise UserError(self.env._("A target is spread by “last_year” or “even”, not by “%s”.", shape))
        shares = spread(total=amount, weights=weights, digits=self._digits())
        common = {"metric": self.metric, "company_id": self.company_id.id, "parent_id": self.id}
        return self.create([
            {**common, **part, "amount": float(share)} for part, share in zip(parts, shares, strict=True)]).ids

    def _last_year(self, parts):
        """What each part brought a year before."""
        fallback = self._question()
        questions = []
        for number, part in enumerate(parts):
            start = fields.Date.to_date(part["date_start"])
            before = fields.Date.subtract(start, years=1)
            questions.append({
                **fallback, "key": number, "scope_id": part.get(self._part_field(part)) or fallback["scope_id"], "scope": part["scope"],
                "date_start": before, "date_end": period_end(day=before, period=part["period"]),
            })
        # sudo: the shape of last year is all that is taken from it; the right to set this target was checked
        found = self.env["sales_os.sold"].sudo()._achieved(questions)
        return [found[number] for number in range(len(parts))]

    def _part_field(self, part):
        from_scope = {"rep": "rep_id", "team": "team_id", "territory": "territory_id", "channel": "channel_id",
                      "category": "category_id", "customer": "partner_id"}
        return from_scope[part["scope"]]

    def _parts_of(self, parts):
        """The parts as values of `create`, without their amounts."""
        if parts == "member":
            return self._members()
        if not isinstance(parts, str) or parts not in MONTHS or MONTHS[parts] >= MONTHS[self.period]:
            raise UserError(self.env._(
                "A target of a %(period)s is not divided into %(parts)s parts: choose shorter ones.", period=self.period, parts=parts))
        own = {"scope": self.scope, self._part_field({"scope": self.scope}): self._scope_record().id, "period": parts}
        return [{**own, "date_start": day} for day in periods_between(start=self.date_start, stop=self.date_end, period=parts)]

    def _members(self):
        same = {"period": self.period, "date_start": self.date_start}
        if self.scope == "territory":
            return [{**same, "scope": "territory", "territory_id": part.id} for part in self.territory_id.child_ids]
        Rep = self.env["sales_os.rep"]
        reps = Rep.search([("team_id", "=", self.team_id.id), ("company_id", "=", self.company_id.id)]) if self.scope == "team" else \
            self.rep_id.child_ids if self.scope == "rep" else Rep
        return [{**same, "scope": "rep", "rep_id": rep.id} for rep in reps]
