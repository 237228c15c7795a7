from markupsafe import Markup

from odoo import api, fields, models

MOST_IN_MAIL = 15


class ResUsers(models.Model):
    """How a person wants to hear of insights."""

    _inherit = "res.users"

    sales_os_insight_delivery = fields.Selection(
        [("app", "In the app"), ("email", "By e-mail"), ("both", "In the app and by e-mail"), ("none", "Not at all")],
        string="Tell Me of Insights", default="app", required=True,
        help="Once each, the morning after they were found. They stand in the list in any case.")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "sales_os_insight_delivery"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "sales_os_insight_delivery"]


class SalesOsInsight(models.Model):
    """Tell everybody once of what is new, as each one chose."""

    _inherit = "sales_os.insight"

    @api.model
    def _tell(self, company):
        """Tell of all new insights nobody was told of; return how many people were told."""
        fresh = self.search([
            ("company_id", "=", company.id), ("state", "=", "new"), ("told_on", "=", False), ("rep_id.user_id", "!=", False)])
        # marked first, in the same transaction: a mail that is queued twice is worse than one that is not
        fresh.write({"told_on": fields.Datetime.now()})
        told = 0
        for user, insights in fresh.grouped(lambda insight: insight.rep_id.user_id).items():
            insights = insights.with_context(lang=user.lang)
            delivery = user.sales_os_insight_delivery
            if delivery in ("app", "both"):
                insights._tell_in_app(user)
            if delivery in ("email", "both"):
                insights._tell_by_mail(user)
            told += delivery != "none"
        return told

    def _tell_in_app(self, user):
        user._bus_send("simple_notification", {
            "type": "info", "title": self._subject(), "message": self.sorted(lambda insight: -insight.score)[:1].explanation,
            "sticky": True})

    def _tell_by_mail(self, user):
        if not user.email:
            return
        # sudo: a mail to the person who may read these insights, with nothing else in it
        self.env["mail.mail"].sudo().create({
            "subject": self._subject(), "email_to": user.email_formatted, "body_html": self._lines(), "auto_delete": True,
            "email_from": self.env.company.email_formatted or user.email_formatted,
        })

    def _subject(self):
        return self.env._("One new insight") if len(self) == 1 else self.env._("%s new insights", len(self))

    def _lines(self):
        """The insights as a list, the weightiest first."""
        ordered = self.sorted(lambda insight: -insight.score)
        items = Markup().join(Markup("<li>%s</li>") % insight.explanation for insight in ordered[:MOST_IN_MAIL])
        more = Markup("<p>%s</p>") % self.env._("And %s more in the list.", len(self) - MOST_IN_MAIL) if len(self) > MOST_IN_MAIL else ""
        link = Markup("<p><a href='%s/odoo/sales-os-insights'>%s</a></p>") % (self.get_base_url(), self.env._("Open my insights"))
        return Markup("<ul>%s</ul>%s%s") % (items, more, link)
