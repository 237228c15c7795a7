from odoo import fields, models
from odoo.tools import format_amount, format_date


class SalesOsInsight(models.Model):
    """The words of an insight, from its facts and in the reader's language."""

    _inherit = "sales_os.insight"

    def _explain(self):
        """Return (one sentence, the evidence line by line)."""
        self.ensure_one()
        words = getattr(self, f"_explain_{self.kind}", None)
        if not words or not self.facts:
            return self.record_name or "", ""
        sentence, lines = words(self.facts)
        return sentence, "\n".join(filter(None, lines))

    def _money(self, amount):
        return format_amount(self.env, amount or 0.0, self.currency_id or self.env.company.currency_id, trailing_zeroes=False)

    def _day(self, text):
        return format_date(self.env, fields.Date.to_date(text))

    def _explain_stalled_deal(self, facts):
        env = self.env
        return env._(
            "%(deal)s has been in its stage for %(days)s days; %(limit)s are usual.", deal=self.record_name, days=facts["days"],
            limit=facts["limit"]
        ), [
            env._("Expected revenue: %s", self._money(facts["revenue"])), env._("Chance: %s %%", facts["chance"]),
            env._("Something is planned.") if facts["planned"] else env._("Nothing is planned.")]

    def _explain_risky_lead(self, facts):
        env = self.env
        if facts["late"]:
            sentence = env._("%(deal)s should have been closed on %(day)s.", deal=self.record_name, day=self._day(facts["deadline"]))
        elif facts["unpromising"]:
            sentence = env._("%(deal)s is to be closed on %(day)s and has little chance.", deal=self.record_name,
                day=self._day(facts["deadline"]))
        else:
            sentence = env._("%(deal)s is to be closed on %(day)s and nothing is planned.", deal=self.record_name,
                day=self._day(facts["deadline"]))
        return sentence, [
            env._("Expected revenue: %s", self._money(facts["revenue"])),
            env._("Chance: %(chance)s %%, usual: %(usual)s %%", chance=facts["chance"], usual=facts["usual"]) if facts["usual"]
            else env._("Chance by Odoo's own score: %s %%", facts["chance"]),
            env._("Something is planned.") if facts["planned"] else env._("Nothing is planned.")]

    def _explain_churn_risk(self, facts):
        env = self.env
        rhythm = env._("used to order every %s days", facts["usual_days"]) if facts["usual_days"] else env._("ordered on one day only")
        return env._(
            "%(customer)s %(rhythm)s and has not ordered for %(days)s days.", customer=self.record_name, rhythm=rhythm, days=facts["days"]
        ), [
            env._("Last order: %s", self._day(facts["last_order"])),
            env._("Orders expected in the next year: %(now)s instead of %(then)s", now=facts["expected"], then=facts["usual"]),
            env._("Probability that no order comes: %s %%", facts["risk"]), env._("No longer expected: %s", self._money(facts["stake"]))]

    def _explain_overdue_customer(self, facts):
        env = self.env
        return env._(
            "%(customer)s owes %(owed)s, overdue for up to %(days)s days.", customer=self.record_name, owed=self._money(facts["owed"]),
            days=facts["days"]
        ), [env._("Overdue invoices: %s", facts["count"]), env._("The oldest was due on %s", self._day(facts["oldest"]))]

    def _explain_territory_gap(self, facts):
        env = self.env
        # sudo: who is away is no secret to those who see the territory
        away = ", ".join(env["sales_os.rep"].sudo().browse(facts["away"]).exists().mapped("name"))
        return env._(
            "Nobody looks after %(territory)s and its %(customers)s customers.", territory=self.record_name, customers=facts["customers"]
        ), [env._("Away: %s", away) if away else env._("It has no owner, and none of the territories above has one.")]

    def _explain_discount_anomaly(self, facts):
        env = self.env
        peers = env._("orders of the team") if facts["team"] else env._("orders of all teams")
        return env._(
            "%(order)s was sold at %(discount)s %% discount; %(usual)s %% is usual.", order=self.record_name, discount=facts["discount"],
            usual=facts["usual"]
        ), [env._("Compared with %(count)s %(peers)s in a year", count=facts["compared"], peers=peers),
            env._("Robust z: %s (3.5 and more stands out)", facts["z"])]

    def _explain_commission_anomaly(self, facts):
        env = self.env
        return env._(
            "%(rep)s has %(value)s of commission for %(month)s; %(usual)s is usual.", rep=self.record_name,
            value=self._money(facts["value"]),
            month=format_date(env, fields.Date.to_date(facts["month"]), date_format="MMMM yyyy"), usual=self._money(facts["usual"])
        ), [env._("Plan: %s", facts["plan"]), env._("Compared with %s months of all its representatives", facts["compared"]),
            env._("Robust z: %s (3.5 and more, up or down, stands out)", facts["z"])]
