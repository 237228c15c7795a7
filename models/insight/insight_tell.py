from odoo import api, fields, models

DELIVERIES = [
    ("app", "In the app"), ("email", "By e-mail"), ("both", "In the app and by e-mail"), ("push", "In the inbox and as push message"),
    ("sms", "By text message"), ("none", "Not at all")]
MOST_TOLD = 15


class ResUsers(models.Model):
    """How a person wants to hear of insights, and of what the day brings."""

    _inherit = "res.users"

    sales_os_insight_delivery = fields.Selection(
        DELIVERIES, string="Tell Me of Insights", default="app", required=True,
        help="Once each, the morning after they were found. They stand in the list in any case. Push messages reach the devices on which "
             "you allowed them; text messages need the app SMS and your phone number, else you get an e-mail.")
    sales_os_reminder_delivery = fields.Selection(
        DELIVERIES, string="Remind Me in the Morning", default="none", required=True,
        help="Once a day, where there is something: today's visits, quotations about to expire, activities that are due.")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "sales_os_insight_delivery", "sales_os_reminder_delivery"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "sales_os_insight_delivery", "sales_os_reminder_delivery"]


class SalesOsInsight(models.Model):
    """Tell everybody once of what is new, as each one chose."""

    _inherit = "sales_os.insight"

    @api.model
    def _tell(self, company):
        """Tell of all new insights nobody was told of; return how many people were told."""
        fresh = self.search([
            ("company_id", "=", company.id), ("state", "=", "new"), ("told_on", "=", False), ("rep_id.user_id", "!=", False)])
        # marked first, in the same transaction: a message that is sent twice is worse than one that is not
        fresh.write({"told_on": fields.Datetime.now()})
        told = 0
        for user, insights in fresh.grouped(lambda insight: insight.rep_id.user_id).items():
            insights = insights.with_context(lang=user.lang)
            told += insights.env["sales_os.notice"]._deliver(
                user, f"insights:{max(insights.ids)}", user.sales_os_insight_delivery, insights._subject(), insights._lines(),
                "sales-os-insights")
        return told

    def _subject(self):
        return self.env._("One new insight") if len(self) == 1 else self.env._("%s new insights", len(self))

    def _lines(self):
        """The insights as sentences, the weightiest first."""
        ordered = self.sorted(lambda insight: -insight.score)
        lines = [insight.explanation or "" for insight in ordered[:MOST_TOLD]]
        return [*lines, self.env._("And %s more in the list.", len(self) - MOST_TOLD)] if len(self) > MOST_TOLD else lines
