from datetime import timedelta

from odoo import models
from odoo.fields import Command

from .story import is_workday


class SalesOsDemo(models.AbstractModel):
    """Route plans: confirmed, too full, draft, a run over several representatives, one of whom drives nowhere. And a hand-over."""

    _inherit = "sales_os.demo"

    def _make_plans(self):
        today = self._today()
        first = today if is_workday(today) else today + timedelta(days=7 - today.weekday())
        monday = first + timedelta(days=7 - first.weekday())
        # late in the week the plan reaches over the weekend
        last = monday + timedelta(days=-3 if first.weekday() < 3 else 4)
        own = self._plan_as("demo_rep_ece", first, last, max_stops=4)
        own._add_due_customers()
        # the least urgent ones stay on the due list
        own.stop_ids.sorted("sequence")[-3:].unlink()
        own.action_optimize()
        own.action_confirm()
        # two stops a day are too few: the rest is listed with its reason
        full = self._plan_as("demo_rep_can", monday, monday + timedelta(days=4), max_stops=2)
        full._add_due_customers()
        full.action_optimize()
        self._plan_as("demo_rep_south", monday, monday + timedelta(days=4))._add_due_customers()
        run = (
            self.env["sales_os.route.run"]
            .with_user(self._ref("demo_user_head"))
            .create(
                {
                    "date_start": monday,
                    "date_end": monday + timedelta(days=4),
                    "line_ids": [
                        Command.create({"rep_id": self._ref(f"demo_rep_{name}").id, "sequence": number})
                        for number, name in enumerate(("istanbul", "burak", "zeynep"))
                    ],
                }
            )
        )
        while run.state == "running":
            run._work_one()

    def _plan_as(self, name, date_start, date_end, **values):
        """A new plan of a representative, made with the representative's own rights."""
        rep = self._ref(name)
        return (
            self.env["sales_os.route.plan"]
            .with_user(rep.user_id)
            .create({"rep_id": rep.id, "date_start": date_start, "date_end": date_end, **values})
        )

    def _make_handover(self):
        """Inside sales takes over the open leads of a representative who is away."""
        wizard = (
            self.env["sales_os.rep.handover"]
            .with_user(self._ref("demo_user_head"))
            .create(
                {
                    "rep_from_id": self._ref("demo_rep_burak").id,
                    "rep_to_id": self._ref("demo_rep_zeynep").id,
                    "with_assignments": False,
                    "with_visits": False,
                    "with_quotes": False,
                    "with_customers": False,
                    "reason": "Trade fair next week: inside sales follows up.",
                }
            )
        )
        wizard.action_preview()
        wizard.action_apply()
