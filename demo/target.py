from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Command

ORDERS = {"ece": 14, "can": 8, "burak": 12, "zeynep": 10}
# only the agent's customers are invoiced by the month
AGENT_REVENUE = 2500
VISITS = {"ece": 40, "can": 30, "burak": 35, "zeynep": 30}
SNAPSHOT_DAYS = 45


class SalesOsDemo(models.AbstractModel):
    """Targets of the head of sales and those in the field, approved up to this month, proposed for the next; a report; snapshots."""

    _inherit = "sales_os.demo"

    @api.model
    def _load_targets(self):
        """Called once by target_demo.xml."""
        this_month = self._today().replace(day=1)
        whole = self.env["sales_os.target"]
        for offset in range(-3, 2):
            whole |= self._whole(this_month + relativedelta(months=offset), "orders", ORDERS)
        now = self._whole(this_month, "visits", VISITS)
        for offset in range(-3, 1):
            now |= self.env["sales_os.target"].create({
                "rep_id": self._ref("demo_rep_hakan").id, "amount": AGENT_REVENUE,
                "date_start": this_month + relativedelta(months=offset), "company_id": self._ref("demo_rep_head").company_id.id})
        (whole | now).action_submit()
        # next month's still waits for a decision
        ((whole | now) - whole[-1:]).action_approve()
        self._weekly_report()
        first, last = self._today() - relativedelta(days=SNAPSHOT_DAYS), self._today() - relativedelta(days=1)
        self.env["sales_os.kpi.snapshot"]._take(self._ref("demo_rep_head").company_id, first, last)
        return True

    def _whole(self, month, metric, amounts):
        common = {
            "metric": metric, "period": "month", "date_start": month, "company_id": self._ref("demo_rep_head").company_id.id}
        return self.env["sales_os.target"].create({
            **common, "scope": "rep", "rep_id": self._ref("demo_rep_head").id,
            "child_ids": [Command.create({**common, "scope": "rep", "rep_id": self._ref(f"demo_rep_{who}").id, "amount": amount})
                          for who, amount in amounts.items()]})

    def _weekly_report(self):
        self.env["sales_os.report.schedule"].create({
            "name": "Marmara, week by week", "period": "week", "company_id": self._ref("demo_rep_head").company_id.id,
            "owner_id": self._ref("demo_user_head").id, "user_ids": [Command.set(self._ref("demo_user_head").ids)]})
