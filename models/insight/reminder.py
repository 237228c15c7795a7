from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

SOON_DAYS = 3


class SalesOsNotice(models.Model):
    """What the day brings, told in the morning to whoever wants it: visits, quotations that expire, activities."""

    _inherit = "sales_os.notice"

    @api.model
    def _cron_remind(self):
        """Return how many people were reminded; the number of queries to find out does not depend on their number."""
        users = self.env["res.users"].search([("sales_os_reminder_delivery", "!=", "none"), ("sales_os_rep_ids", "!=", False)])
        today = fields.Date.context_today(self)
        due = self._due(users, today)
        return sum(
            self.with_context(lang=user.lang)._remind(user, today, *due[user.id]) for user in users if any(due[user.id]))

    @api.model
    def _remind(self, user, today, visits, quotes, activities):
        env, lines = self.env, []
        if visits:
            lines.append(env._("One visit today.") if visits == 1 else env._("%s visits today.", visits))
        if quotes:
            lines.append(env._(
                "%(count)s of your quotations expire within %(days)s days or did already.", count=quotes, days=SOON_DAYS))
        if activities:
            lines.append(env._("%s activities are due.", activities))
        return self._deliver(user, f"reminder:{today}", user.sales_os_reminder_delivery, env._("Your day in Sales OS"), lines, "my-day")

    @api.model
    def _due(self, users, today):
        """Return ``{user id: (visits, quotations, activities)}``: three queries."""
        visits = {rep.user_id.id: count for rep, count in self.env["sales_os.visit"]._read_group(
            [("rep_id.user_id", "in", users.ids), ("state", "=", "planned"), ("date_local", "=", today)], ["rep_id"], ["__count"])}
        quotes = self._counted("sale.order", users, [
            ("state", "=", "sent"), ("validity_date", "!=", False), ("validity_date", "<=", today + relativedelta(days=SOON_DAYS))])
        activities = self._counted("mail.activity", users, [("date_deadline", "<=", today)])
        return {user.id: (visits.get(user.id, 0), quotes.get(user.id, 0), activities.get(user.id, 0)) for user in users}

    @api.model
    def _counted(self, model, users, domain):
        rows = self.env[model]._read_group([("user_id", "in", users.ids), *domain], ["user_id"], ["__count"])
        return {user.id: count for user, count in rows}
