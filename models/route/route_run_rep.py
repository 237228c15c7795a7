from odoo import models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.route.rhythm import fair_share, visits_in


class SalesOsRouteRun(models.Model):
    """What a run does for one representative, and why it may not."""

    _inherit = "sales_os.route.run"

    def _plan_rep(self, rep):
        """Make and compute the plan of one representative; return what the line tells. UserError says why there is none."""
        self.ensure_one()
        obstacle = self._obstacles(rep).get(rep.id)
        if obstacle:
            raise UserError(obstacle)
        plan = self.env["sales_os.route.plan"].create(
            {
                "rep_id": rep.id,
                "company_id": self.company_id.id,
                "date_start": self.date_start,
                "date_end": self.date_end,
                "objective": self.objective,
                "seed": self.seed,
            }
        )
        due = plan._add_due_customers(self.with_opportunities)
        plan._adopt_visits()
        plan.invalidate_recordset(["stop_ids"])
        if not plan.stop_ids:
            raise UserError(self.env._("No customer of %s is due on these days, and no visit is planned.", rep.display_name))
        self._optimize_spread(plan)
        if self.is_confirming:
            plan._confirm()
        return {
            "plan_id": plan.id,
            "due_count": due,
            "stop_count": plan.stop_count,
            "unplanned_count": plan.unplanned_count,
            "reason": plan.note or False,
        }

    def _optimize_spread(self, plan):
        """No day fuller than its fair share, unless something would be left out for it: then two more a day, then as many as fit."""
        weeks = (plan.date_end - plan.date_start).days // 7 + 1
        visits = sum(visits_in(rhythm=stop.rhythm, weeks=weeks) for stop in plan.stop_ids)
        share = fair_share(visits=visits, days=len(plan._checked_work_days()))
        for most in (share, share + 2, 0) if self.is_spread else (0,):
            # what the representative can do is a limit of its own
            plan.max_stops = 0 if 0 < plan.rep_id.max_day_visits <= most else most
            plan._optimize()
            if "day_full" not in plan.unplanned_ids.mapped("reason_code"):
                break

    def _obstacles(self, reps):
        """Return {rep id: why no plan can be made}, in a number of queries that does not grow with ``reps``."""
        result = {}
        worked = reps._working_days(self.date_start, self.date_end)
        # sudo: that there is a plan is told, whoever made it; nothing of it is shown but its name
        taken = (
            self.env["sales_os.route.plan"]
            .sudo()
            .search(
                [
                    ("rep_id", "in", reps.ids),
                    ("state", "in", ("draft", "optimized", "confirmed")),
                    ("date_start", "<=", self.date_end),
                    ("date_end", ">=", self.date_start),
                ],
                order="state",
            )
        )
        plans = {plan.rep_id.id: plan for plan in taken}
        for rep in reps:
            if not rep.active:
                result[rep.id] = self.env._("%s is archived and receives nothing new.", rep.display_name)
            elif not rep.resource_calendar_id:
                result[rep.id] = self.env._("%s has no working hours: choose a calendar on the representative.", rep.display_name)
            elif rep.kind == "inside":
                result[rep.id] = self.env._("%s works inside and drives no routes.", rep.display_name)
            elif not worked.get(rep.id):
                result[rep.id] = self.env._(
                    "%s does not work on any of these days: no working hours, leave or a holiday.", rep.display_name
                )
            elif rep.id in plans:
                result[rep.id] = self.env._(
                    "There is a plan for some of these days already: %(plan)s (%(state)s). Use it, or delete it first.",
                    plan=plans[rep.id].display_name,
                    state=plans[rep.id]._state_label(plans[rep.id].state),
                )
            elif not (rep.start_latitude or rep.start_longitude):
                result[rep.id] = self.env._(
                    "%s has no home position: enter it on the representative, so that the ways there and back count.", rep.display_name
                )
        return result
