from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.forecast.period import period_number, period_start
from odoo.addons.sales_os.algorithms.forecast.waterfall import KINDS, SnapshotDeal, waterfall
from odoo.addons.sales_os.algorithms.forecast.waterfall_bars import bars

NO_PERIOD = -1
COLORS = {"begin": "bg-secondary", "end": "bg-primary", "won": "bg-success"}


class SalesOsForecastWaterfall(models.TransientModel):
    """What became of a period's open pipeline between two weeks: beginning plus all movements is the end, to the cent."""

    _name = "sales_os.forecast.waterfall"
    _description = "Pipeline Waterfall"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    before_id = fields.Many2one(
        "sales_os.forecast.snapshot", string="From", required=True, default=lambda self: self._default_before(),
        domain="[('company_id', '=', company_id)]")
    after_id = fields.Many2one(
        "sales_os.forecast.snapshot", string="To", domain="[('company_id', '=', company_id), ('date', '>', before_date)]",
        help="Empty: as it is now.")
    before_date = fields.Date(related="before_id.date")
    period_kind = fields.Selection([("month", "Month"), ("quarter", "Quarter")], string="Period", required=True, default="month")
    date = fields.Date(string="Any Day of the Period", required=True, default=fields.Date.context_today)
    rep_id = fields.Many2one("sales_os.rep", string="Representative", help="With everybody below. Empty: all that you may see.")
    team_id = fields.Many2one("crm.team", string="Sales Team")
    territory_id = fields.Many2one("sales_os.territory", help="With the territories below.")
    is_weighted = fields.Boolean(string="Weighted by Probability")
    begin_amount = fields.Monetary(string="Beginning", readonly=True)
    end_amount = fields.Monetary(string="End", readonly=True)
    won_amount = fields.Monetary(string="Won in the Period So Far", readonly=True)
    step_ids = fields.One2many("sales_os.forecast.waterfall.step", "waterfall_id", readonly=True)
    chart_html = fields.Html(string="Chart", compute="_compute_chart_html", sanitize=False)
    movement_ids = fields.One2many("sales_os.forecast.waterfall.movement", "waterfall_id", string="Deals", readonly=True)

    def _default_before(self):
        return self.env["sales_os.forecast.snapshot"].search([("company_id", "=", self.env.company.id)], limit=1, offset=1) \
            or self.env["sales_os.forecast.snapshot"].search([("company_id", "=", self.env.company.id)], limit=1)

    def action_show(self):
        """Compare, and show the steps and the deals behind them."""
        self.ensure_one()
        if self.after_id and self.after_id.date <= self.before_id.date:
            raise UserError(self.env._("Compare with a later week than %s.", self.before_id.display_name))
        names, before, after = self._gather()
        period = period_number(day=self.date, kind=self.period_kind)
        found = waterfall(before=before, after=after, period=period)
        self.step_ids.unlink()
        self.movement_ids.unlink()
        self.write({
            "begin_amount": float(found.begin), "end_amount": float(found.end), "won_amount": float(found.won_after),
            "step_ids": [fields.Command.create(vals) for vals in self._step_vals(found)],
            "movement_ids": [
                fields.Command.create({"kind": move.kind, "name": names[move.key][0], "lead_id": names[move.key][1],
                                       "rep_id": names[move.key][2], "amount": float(move.amount), "sequence": KINDS.index(move.kind)})
                for move in found.movements],
        })
        return {
            "type": "ir.actions.act_window", "name": self.env._("Waterfall"), "res_model": self._name, "res_id": self.id,
            "views": [[False, "form"]], "target": "current"}

    @api.depends("step_ids.amount", "step_ids.kind")
    def _compute_chart_html(self):
        for one in self:
            names = dict(one.step_ids._fields["kind"]._description_selection(self.env))
            steps = [(step.kind, Decimal(str(step.amount))) for step in one.step_ids if step.kind not in ("begin", "end")]
            chart = [
                {"kind": bar.kind, "name": names[bar.kind], "amount": one.currency_id.format(float(bar.amount)), "start": bar.start_percent,
                 "width": bar.width_percent, "color": COLORS.get(bar.kind) or ("bg-info" if bar.amount > 0 else "bg-danger")}
                for bar in bars(begin=Decimal(str(one.begin_amount)), steps=steps)]
            words = "; ".join(f"{bar['name']} {bar['amount']}" for bar in chart)
            one.chart_html = self.env["ir.qweb"]._render("sales_os.forecast_waterfall_chart", {"bars": chart, "label": words}) \
                if one.step_ids else False

    def _step_vals(self, found):
        level = found.begin
        yield {"kind": "begin", "sequence": 0, "amount": float(found.begin), "level_amount": float(level)}
        for place, (kind, amount, count) in enumerate(found.totals, 1):
            level += amount
            yield {"kind": kind, "sequence": place, "amount": float(amount), "level_amount": float(level), "deal_count": count}
        yield {"kind": "end", "sequence": len(KINDS) + 1, "amount": float(found.end), "level_amount": float(level)}

    def _gather(self):
        """Return names by deal, and the deals before and after; as far as the user may see them."""
        Deal = self.env["sales_os.forecast.snapshot.deal"]
        place = [("company_id", "=", self.company_id.id), *self._scope_domain()]
        before = Deal.search([*place, ("snapshot_id", "=", self.before_id.id)])
        between = [*place, ("snapshot_id.taken_on", ">", self.before_id.taken_on)]
        if self.after_id:
            between.append(("snapshot_id.taken_on", "<=", self.after_id.taken_on))
        rows = [self._row(deal) for deal in Deal.search(between).sorted(lambda deal: (deal.snapshot_id.taken_on, deal.id))]
        if self.after_id:
            ends = set(Deal.search([*place, ("snapshot_id", "=", self.after_id.id)]).mapped("lead_number"))
        else:
            now = self._rows_now()
            rows, ends = rows + now, {row["lead"] for row in now}
        latest = {row["lead"]: row for row in rows}
        # open in an earlier week and not in the last one: deleted, merged or handed to somebody else
        after = [row for row in latest.values() if row["state"] != "open" or row["lead"] in ends]
        old = [self._row(deal) for deal in before]
        names = {row["lead"]: (row["name"], row["link"], row["rep"]) for row in [*old, *after]}
        return names, [self._deal(row) for row in old], [self._deal(row) for row in after]

    def _scope_domain(self, rep="rep_id", territory="territory_id"):
        domain = []
        if self.rep_id:
            domain.append((rep, "child_of", self.rep_id.id))
        if self.team_id:
            domain.append(("team_id", "=", self.team_id.id))
        if self.territory_id:
            domain.append((territory, "child_of", self.territory_id.id))
        return domain

    @api.model
    def _row(self, deal):
        return {
            "lead": deal.lead_number, "link": deal.lead_id.id, "name": deal.name, "rep": deal.rep_id.id, "state": deal.state,
            "amount": deal.amount, "chance": deal.probability_percent, "day": deal.date_close}

    def _rows_now(self):
        """Open opportunities as they are, and those closed since the last snapshot; by the user's own rights."""
        Snapshot = self.env["sales_os.forecast.snapshot"]
        for name in ("crm.lead", "sales_os.rep"):
            self.env[name].flush_model()
        # sudo: only when the last one was taken
        rows = self.env.execute_query_dict(Snapshot.sudo()._deals_sql(self.company_id, Snapshot.sudo()._since(self.company_id)))
        seen = self.env["crm.lead"].with_context(active_test=False).search([
            ("id", "in", [row["lead_number"] for row in rows]),
            *self._scope_domain("user_id.sales_os_rep_ids", "sales_os_territory_id")])
        mine = set(seen.ids)
        return [
            {"lead": row["lead_number"], "link": row["lead_number"], "name": row["name"], "rep": row["rep_id"], "state": row["state"],
             "amount": row["amount"], "chance": row["probability_percent"], "day": row["date_close"]}
            for row in rows if row["lead_number"] in mine]

    def _deal(self, row):
        amount = Decimal(str(row["amount"]))
        if self.is_weighted and row["state"] == "open":
            amount = (amount * Decimal(str(row["chance"])) / 100).quantize(Decimal("0.01"))
        period = period_number(day=row["day"], kind=self.period_kind) if row["day"] else NO_PERIOD
        return SnapshotDeal(row["lead"], period, amount, row["state"])

    @api.depends("period_kind", "date")
    def _compute_display_name(self):
        for one in self:
            start = period_start(number=period_number(day=one.date, kind=one.period_kind), kind=one.period_kind) if one.date else ""
            one.display_name = self.env._("Waterfall of the period from %s", start)
