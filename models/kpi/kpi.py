import json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.gathered import GATHERED, narrowed_by
from odoo.addons.sales_os.algorithms.kpi.registry import KPIS


class SalesOsKpi(models.Model):
    """The catalogue of key figures: what each one is, how it is worked out and from what; and the one place that works them out."""

    _name = "sales_os.kpi"
    _description = "Key Figure"
    _auto = False
    _order = "id"
    _rec_name = "code"

    code = fields.Char(readonly=True)
    name = fields.Char(compute="_compute_words")
    formula = fields.Char(compute="_compute_words")
    unit = fields.Selection(
        [("money", "Money"), ("money_per_day", "Money a Day"), ("money_per_hour", "Money an Hour"), ("percent", "Percent"),
         ("points", "Percentage Points"), ("days", "Days"), ("hours", "Hours"), ("count", "Number"), ("units", "Units"), ("ratio", "Ratio"),
         ("score", "Score"), ("index", "Index")], readonly=True)
    direction = fields.Selection([("up", "More is better"), ("down", "Less is better"), ("neutral", "It depends")], readonly=True)
    source = fields.Char(string="Gathered From", compute="_compute_words")
    example = fields.Char(readonly=True, help="A case worked out by hand; it is the figure's test.")
    is_gathered = fields.Boolean(string="Available", readonly=True)
    why_not = fields.Char(compute="_compute_words", help="What is missing in the database for this figure.")

    @property
    def _table_query(self):
        rows = json.dumps([{
            "id": number, "code": kpi.code, "unit": kpi.unit, "direction": kpi.direction,
            "example": f"{kpi.example.words} = {kpi.example.value}", "is_gathered": kpi.code in GATHERED,
        } for number, kpi in enumerate(KPIS.values(), 1)])
        return SQL(
            """SELECT * FROM jsonb_to_recordset(%s::jsonb) AS kpi(
                id int, code varchar, unit varchar, direction varchar, example varchar, is_gathered boolean)""", rows)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_words(self):
        why = self._why_not_gathered()
        for row in self:
            kpi = KPIS[row.code]
            row.name, row.formula, row.source = self._name_of(row.code), self._formula_of(row.code), kpi.source
            row.why_not = False if row.is_gathered else why.get(row.code, self.env._("Nothing in the database tells it yet."))

    @api.depends("code")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self._name_of(row.code) if row.code in KPIS else row.code or ""

    @api.model
    @api.readonly
    def catalogue(self):
        """All key figures.

        :return: list of ``{"code", "name", "formula", "unit", "direction", "source", "example", "is_gathered", "why_not",
            "narrowed_by"}``; ``narrowed_by`` lists the ``filters`` that it follows: by any other it is ``unavailable``
        """
        self.check_access("read")
        return [{
            "code": row.code, "name": row.name, "formula": row.formula, "unit": row.unit, "direction": row.direction,
            "source": row.source, "example": row.example, "is_gathered": row.is_gathered, "why_not": row.why_not or "",
            "narrowed_by": list(narrowed_by(row.code)),
        } for row in self.search([])]
