from odoo import api, fields, models
from odoo.exceptions import UserError


class SalesOsCommissionEntry(models.Model):
    """On which statement an entry stands, and for which reason an adjustment was made."""

    _inherit = "sales_os.commission.entry"

    statement_id = fields.Many2one(
        "sales_os.commission.statement", readonly=True, ondelete="restrict", index="btree_not_null", copy=False,
        help="Empty: it stands on no statement yet.")
    reason_id = fields.Many2one("sales_os.commission.reason", string="Reason Code", readonly=True, ondelete="restrict", copy=False)
    dispute_ids = fields.One2many("sales_os.commission.dispute", "entry_id", string="Disputes")
    trace_text = fields.Text(string="Calculation", compute="_compute_trace_text", help="How the amount was worked out, step by step.")

    # what has no statement yet, found without reading the whole ledger
    _loose_idx = models.Index("(company_id, rep_id, date) WHERE statement_id IS NULL")

    @api.model
    def _changeable_fields(self):
        return super()._changeable_fields() | {"statement_id", "reason_id"}

    def write(self, vals):
        if "reason_id" in vals and any(entry.reason_id for entry in self):
            raise UserError(self.env._("The reason code of an adjustment stays: make another adjustment instead."))
        return super().write(vals)

    def _compute_trace_text(self):
        words = self._trace_words() if self else {}
        for entry in self:
            entry.trace_text = words.get(entry.id, False)

    def _trace_words(self):
        """``{entry: its calculation in words}``; amounts as the ledger holds them."""
        result = {}
        for entry in self:
            steps = (entry.trace or {}).get("steps") or []
            result[entry.id] = "\n".join(filter(None, (entry._step_words(step) for step in steps)))
        return result

    def _step_words(self, step):
        code, *numbers = step
        number = [self._told_number(value) for value in numbers]
        money = not self.rule_id._is_percent() if self.rule_id else False
        unit = "" if money else " %"
        texts = {
            "sold": lambda: self.env._(
                "Sold: %(amount)s %(currency)s", amount=number[0], currency=self.env["res.currency"].browse(int(numbers[1] or 0)).name or ""),
            "cost": lambda: self.env._("Cost when it was sold: %s", number[0]),
            "part": lambda: self.env._(
                "Paid part: from %(start)s %% to %(stop)s %%", start=self._told_number(100 * float(numbers[0])),
                stop=self._told_number(100 * float(numbers[1]))),
            "exchange": lambda: self.env._("Exchange rate %(rate)s of %(day)s", rate=number[0], day=numbers[1]),
            "credit": lambda: self.env._("Credited: %s %% of the sale", number[0]),
            "reached": lambda: self.env._("Counts from %(start)s to %(stop)s", start=number[0], stop=number[1]),
            "tier": lambda: self.env._(
                "%(base)s at %(rate)s = %(amount)s", base=number[0], rate=f"{number[1]}{unit}", amount=number[2]),
            "whole": lambda: self.env._("The total of %(base)s reaches the rate %(rate)s", base=number[0], rate=f"{number[1]}{unit}"),
            "rate": lambda: self.env._("%(base)s at %(rate)s", base=number[0], rate=f"{number[1]}{unit}"),
            "attainment": lambda: self.env._("Times %s by quota attainment", number[0]),
            "realisation": lambda: self.env._("Price realised %(percent)s %%: times %(factor)s", percent=number[0], factor=number[1]),
            "share": lambda: self.env._("Personal share: %s %%", number[0]),
            "bounded": lambda: self.env._("%(exact)s, held between floor and cap: %(amount)s", exact=number[0], amount=number[1]),
            "override_commission": lambda: self.env._(
                "Override: %(percent)s %% of the commission of %(base)s = %(amount)s", base=number[0], percent=number[1], amount=number[2]),
            "override_base": lambda: self.env._(
                "Override: %(percent)s %% of the base of %(base)s = %(amount)s", base=number[0], percent=number[1], amount=number[2]),
            "refund": lambda: self.env._("Refunded: %(value)s of %(whole)s", value=number[0], whole=number[1]),
            "paid": lambda: self.env._("Was paid: %(amount)s on %(base)s", base=number[0], amount=number[1]),
            "taken": lambda: self.env._("Taken back: %(amount)s on %(base)s", base=number[0], amount=number[1]),
            "cap": lambda: self.env._("Earned %(total)s, capped at %(cap)s", total=number[0], cap=number[1]),
            "correction": lambda: self.env._("Booked before: %(before)s; difference: %(amount)s", before=number[0], amount=number[1]),
            "adjustment": lambda: str(numbers[0]),
        }
        if code in texts:
            return texts[code]()
        return " ".join([code.replace("_", " ").capitalize(), *number])

    @staticmethod
    def _told_number(value):
        """A number without the zeros that only its storage needs; other texts as they are."""
        text = str(value)
        try:
            number = float(text)
        except ValueError:
            return text
        told = f"{number:,.6f}".rstrip("0").rstrip(".")
        return f"{number:,.2f}" if "." in told and len(told.split(".")[1]) < 2 else told
