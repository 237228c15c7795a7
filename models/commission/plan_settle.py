from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.period import period_end, period_start


class SalesOsCommissionPlan(models.Model):
    """Settling closes what was earned in periods that are over. It never ends without saying what happened."""

    _inherit = "sales_os.commission.plan"

    def action_settle(self, date_to=False):
        """Settle what these plans earned in the periods that ended on or before ``date_to`` (today).

        :return: ``{"run_id", "entries", "reps", "amount"}``
        :raise UserError: when there is nothing to settle, with the reason
        """
        self._check_may_settle()
        day = self._sales_os_day(date_to) or fields.Date.context_today(self)
        # sudo: ledger and settlement are written by the system; the right to settle was checked
        run = self.sudo()._settle(day)
        return {"run_id": run.id, "entries": run.entry_count, "reps": run.rep_count, "amount": run.amount}

    def _check_may_settle(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only administrators of Sales OS may settle commissions."))

    def _boundary(self, date_to):
        """The first day that is not settled: that of the period which is not over on ``date_to``."""
        self.ensure_one()
        return period_start(day=fields.Date.add(date_to, days=1), period=self.period)

    def _payable_from(self, day):
        """The first day on which something earned on ``day`` can be settled: when its period is over."""
        self.ensure_one()
        return fields.Date.add(period_end(day=day, period=self.period), days=1)

    def _settle(self, date_to):
        plans = self.filtered(lambda plan: plan.state != "draft")
        if not plans:
            raise UserError(self.env._("No approved commission plan is chosen: approve one first, then its sales can be settled."))
        plans._take_turn()
        run = self.env["sales_os.commission.run"].create({
            "company_id": plans.company_id[0].id, "plan_ids": [fields.Command.set(plans.ids)], "date_to": date_to,
            "currency_id": plans.currency_id.id if len(plans.currency_id) == 1 else False,
        })
        now = fields.Datetime.now()
        plans._earn(plans._until(date_to), settle_of=lambda plan: (run, now, plan._boundary(date_to)))
        for plan in plans:
            boundary = plan._boundary(date_to)
            for start, found, links, told in plan._draw_differences(boundary):
                plan._book(found, links, told, start, fields.Date.context_today(self), {}, (run, now, boundary))
            self.env.cr.execute(SQL(
                """UPDATE sales_os_commission_entry SET state = 'settled', run_id = %s, settled_on = %s
                    WHERE plan_id = %s AND state = 'earned' AND date < %s""", run.id, now, plan.id, boundary))
        self.env["sales_os.commission.entry"].invalidate_model(flush=False)
        return run._finish()


class SalesOsCommissionRun(models.Model):
    _inherit = "sales_os.commission.run"

    def _finish(self):
        """Count what was settled; a settlement of nothing is refused with the reason."""
        self.ensure_one()
        counted = self.env.execute_query(SQL(
            "SELECT COUNT(*), COUNT(DISTINCT rep_id), COALESCE(SUM(amount), 0), COUNT(DISTINCT company_id)"
            " FROM sales_os_commission_entry WHERE run_id = %s", self.id))[0]
        if not counted[0]:
            raise UserError(self._why_nothing())
        waiting = self._waiting()
        self._transition(
            "done", entry_count=counted[0], rep_count=counted[1], amount=counted[2],
            skipped_count=sum(row[1] for row in waiting), note="\n".join(self._waiting_words(waiting)))
        self._after_settle()
        return self

    def _waiting(self):
        """``[(what, entries, amount, first day)]`` of what these plans have earned or expect and that is not settled."""
        return self.env.execute_query(SQL(
            """SELECT CASE WHEN entry.state = 'provisional' THEN plan.trigger ELSE 'later' END AS what, COUNT(*), SUM(amount), MIN(date)
                 FROM sales_os_commission_entry entry JOIN sales_os_commission_plan plan ON plan.id = entry.plan_id
                WHERE entry.plan_id = ANY(%s) AND entry.state IN ('earned', 'provisional')
             GROUP BY 1 ORDER BY 1""", self.plan_ids.ids))

    def _waiting_words(self, waiting):
        """What is not paid yet, a line each."""
        words = {
            "later": self.env._(
                "%(count)s entries of %(amount)s are earned in a period that is not over on %(date)s: payable from %(from)s"),
            "payment": self.env._("%(count)s entries of %(amount)s wait for the customers' payments"),
            "invoice": self.env._("%(count)s entries of %(amount)s wait for the invoices of confirmed orders"),
        }
        return [words[what] % {
            "count": count, "amount": f"{amount:.2f}", "date": self.date_to,
            "from": min(plan._payable_from(first) for plan in self.plan_ids),
        } for what, count, amount, first in waiting]

    def _why_nothing(self):
        """Why these plans settle nothing."""
        last = self.search([("plan_ids", "in", self.plan_ids.ids), ("state", "=", "done"), ("date_to", "<=", self.date_to)], limit=1)
        lines = [self.env._("There is nothing to settle up to %s.", self.date_to)]
        if last:
            lines.append(self.env._("%(last)s closed what was earned before (%(count)s entries).", last=last.name, count=last.entry_count))
        waiting = self._waiting_words(self._waiting())
        lines += waiting
        if not waiting and not last:
            lines.append(self.env._("No sale of a representative in these plans was found. The preview tells the reason for each sale."))
        return "\n".join(lines)
