from markupsafe import Markup

from odoo import api, fields, models


def _number(text):
    """A number as people write it: without zeros that say nothing."""
    whole, _dot, rest = str(text).partition(".")
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


class SalesOsCommissionEntry(models.Model):
    """The stored calculation put into words: every number on the way from the sale to the commission."""

    _inherit = "sales_os.commission.entry"

    trace_text = fields.Text(string="Calculation in Words", compute="_compute_trace_text")
    trace_table = fields.Html(string="Calculation", compute="_compute_trace_text", sanitize=False)

    rate_text = fields.Char(string="Rate Paid", compute="_compute_rate_text", help="With its unit: percent, or money a unit.")

    @api.depends("rate", "rule_id", "kind")
    def _compute_rate_text(self):
        # sudo: as below
        for entry in self.sudo():
            entry.rate_text = entry._rate(f"{entry.rate:.4f}") if entry.rate else ""

    def _compute_trace_text(self):
        # sudo: currencies and rule names explain what the reader is paid; nothing else of them is shown
        for entry in self.sudo():
            lines = entry._trace_lines()
            entry.trace_text = "\n".join(f"{words}: {number}" if number else words for words, number in lines)
            entry.trace_table = Markup('<table class="table table-sm o_sales_os_trace"><tbody>%s</tbody></table>') % Markup("").join(
                (Markup('<tr><td><b>%s</b></td><td class="text-end text-nowrap"><b>%s</b></td></tr>') if index == len(lines) - 1
                 else Markup('<tr><td>%s</td><td class="text-end text-nowrap">%s</td></tr>')) % line
                for index, line in enumerate(lines))

    def _trace_lines(self):
        """``[(words, number)]``, the sale first and the commission last."""
        self.ensure_one()
        lines = []
        if self.rule_id:
            lines.append((self.env._("Rule %s", self.rule_id.name), ""))
        for code, *numbers in (self.trace or {}).get("steps", ()):
            words = self._trace_words().get(code)
            if words:
                lines.append(words(*numbers))
        lines.append((dict(self._fields["kind"]._description_selection(self.env)).get(self.kind), self._money(self.amount)))
        return lines

    def _money(self, amount, currency=None):
        return (currency or self.currency_id).format(float(amount or 0))

    def _rate(self, rate):
        """A rate with its unit: percent of money, or money a unit."""
        percent = not self.rule_id or self.kind == "override" or self.rule_id._is_percent()
        return f"{_number(rate)} %" if percent else self._money(rate)

    def _counted(self, base):
        """A base with its unit: money, or a number of units."""
        units = self.rule_id and (self.rule_id.basis in ("quantity", "new_customer") or (
            self.rule_id.method == "fixed" and self.rule_id.scope == "line"))
        return _number(base) if units else self._money(base)

    def _trace_words(self):
        """``{code: function of its numbers that gives (words, number)}``"""
        env = self.env
        sold_in = self.sold_currency_id
        return {
            "sold": lambda amount, _currency: (env._("Sold, untaxed"), self._money(amount, sold_in)),
            "cost": lambda cost: (env._("Cost at the time of the sale"), self._money(cost, sold_in)),
            "part": lambda start, stop: (
                env._("Of this, paid now (after %s before)", f"{float(start):.2%}"), f"{float(stop) - float(start):.2%}"),
            "exchange": lambda rate, day: (
                env._("Exchange rate of %(day)s, %(from)s in %(to)s", day=day, **{"from": sold_in.name, "to": self.currency_id.name}),
                _number(rate)),
            "credit": lambda percent: (env._("Credited share of the sale"), f"{_number(percent)} %"),
            "rate": lambda base, rate: (env._("%s of the base", self._rate(rate)), self._counted(base)),
            "reached": lambda before, after: (env._("Counted before this: %s; with it", self._counted(before)), self._counted(after)),
            "tier": lambda part, rate, amount: (
                env._("%(part)s at %(rate)s", part=self._counted(part), rate=self._rate(rate)), self._money(amount)),
            "whole": lambda total, rate: (env._("%s reached: the whole base at", self._counted(total)), self._rate(rate)),
            "attainment": lambda factor: (env._("Times, for the quota attained"), f"× {_number(factor)}"),
            "realisation": lambda percent, factor: (
                env._("Times, for %s %% of the list price", _number(f"{float(percent):.2f}")), f"× {_number(factor)}"),
            "share": lambda percent: (env._("Share of the plan"), f"{_number(percent)} %"),
            "bounded": lambda before, after: (env._("Cap or floor: instead of %s", self._money(before)), self._money(after)),
            "override_commission": lambda counted, percent, amount: (
                env._("Override: %(percent)s %% of the commission of %(rep)s, %(amount)s", percent=_number(percent),
                      rep=self.from_rep_id.name or "", amount=self._money(counted)), self._money(amount)),
            "override_base": lambda counted, percent, amount: (
                env._("Override: %(percent)s %% of the base of %(rep)s, %(base)s", percent=_number(percent),
                      rep=self.from_rep_id.name or "", base=self._counted(counted)), self._money(amount)),
            "refund": lambda value, whole, part: (
                env._("Refunded, of %(whole)s sold (%(part)s of it had been paid)", whole=self._money(whole, sold_in),
                      part=f"{float(part):.0%}"), self._money(value, sold_in)),
            "paid": lambda base, amount: (env._("Earned for that sale on %s", self._counted(base)), self._money(amount)),
            "taken": lambda base, amount: (env._("Taken back in proportion"), self._money(amount)),
            "cap": lambda total, cap: (env._("The period earned %s; the cap is", self._money(total)), self._money(cap)),
            "draw": lambda total, draw, amount, balance: (
                env._("The period earned %(total)s; draw %(draw)s; still to be paid back %(balance)s", total=self._money(total),
                      draw=self._money(0 if draw == "None" else draw), balance=self._money(balance)), self._money(amount)),
            "guarantee": lambda total, guaranteed, amount: (
                env._("The period earned %(total)s; guaranteed are %(guaranteed)s", total=self._money(total),
                      guaranteed=self._money(guaranteed)), self._money(amount)),
            "correction": lambda was, change: (env._("Booked before: %s; changed by", self._money(was)), self._money(change)),
            "adjustment": lambda reason: (env._("Adjusted by hand: %s", reason), ""),
        }
