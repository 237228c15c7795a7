from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Command

AMOUNTS = {"ece": 8000, "can": 5000, "burak": 9000, "zeynep": 6000}
VISITS = {"ece": 40, "can": 30, "burak": 35, "zeynep": 30}
SNAPSHOT_DAYS = 45


class SalesOsDemo(models.AbstractModel):
    """Targets of the team and its people, approved up to this month and proposed for the next; a weekly report; daily snapshots."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_targets(self):
        """Called once by target_demo.xml."""
        this_month = self._today().replace(day=1)
        whole = self.env["sales_os.target"]
        for offset in range(-3, 2):
            whole |= self._team_target(this_month + relativedelta(months=offset), "revenue", AMOUNTS)
        now = self._team_target(this_month, "visits", VISITS)
        (whole | now).action_submit()
        # next month's still waits for a decision
        ((whole | now) - whole[-1:]).action_approve()
        self._weekly_report()
        first, last = self._today() - relativedelta(days=SNAPSHOT_DAYS), self._today() - relativedelta(days=1)
        self.env["sales_os.kpi.snapshot"]._take(self._ref("demo_rep_head").company_id, first, last)
        return True

    def _team_target(self, month, metric, amounts):
        common = {
            "metric": metric, "period": "month", "date_start": month, "company_id": self._ref("demo_rep_head").company_id.id}
        return self.env["sales_os.target"].create({
            **common, "scope": "team", "team_id": self._ref("demo_team").id,
            "child_ids": [Command.create({**common, "scope": "rep", "rep_id": self._ref(f"demo_rep_{who}").id, "amount": amount})
                          for who, amount in amounts.items()]})

    def _weekly_report(self):
        self.env["sales_os.report.schedule"].create({
            "name": "Marmara, week by week", "period": "week", "company_id": self._ref("demo_rep_head").company_id.id,
            "owner_id": self._ref("demo_user_head").id, "user_ids": [Command.set(self._ref("demo_user_head").ids)]})
