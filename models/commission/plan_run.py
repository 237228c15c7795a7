from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.commission.period import period_start, periods_between


class SalesOsCommissionPlan(models.Model):
    """When the ledger is brought up to date: by a job every quarter of an hour, or on demand."""

    _inherit = "sales_os.commission.plan"

    is_stale = fields.Boolean(
        readonly=True, copy=False, help="Terms or assignments changed: the next run works out the plan from its first day on.")

    def action_earn(self, date_to=False):
        """Bring the ledger up to date with orders, invoices and payments up to ``date_to`` (today).

        :return: ``{"entries": number of entries appended}``
        """
        self._check_may_run()
        # sudo: the ledger is written by the system; the right to start it was checked
        return {"entries": self.sudo()._earn(self._until(date_to), everything=True)}

    def action_earn_and_tell(self):
        """Button: bring the ledger up to date and say what came of it."""
        count = self.action_earn()["entries"]
        message = self.env._("%s entries were added.", count) if count else self.env._(
            "The ledger is up to date: orders, invoices and payments give exactly what is booked.")
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.client", "tag": "soft_reload"}},
        }

    def _check_may_run(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_os.group_manager"):
            raise AccessError(self.env._("Only managers may work out commissions; a job does it every quarter of an hour."))

    def _until(self, date_to):
        today = fields.Date.context_today(self)
        return max(self._sales_os_day(date_to) or today, today)

    @api.model
    def _cron_earn(self):
        """Work out what changed since the last run, plan by plan and period by period; stopping half-way loses nothing."""
        # these very marks are forgotten at the end: others, also with lower numbers, may be committed meanwhile
        marks = self.env["sales_os.commission.mark"].search([("date", "!=", False)])
        plans = self.search([("state", "!=", "draft")])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(plans))
        for plan in plans:
            plan._earn(fields.Date.context_today(plan), step=lambda: cron._commit_progress(0))
            if not cron._commit_progress(1):
                # what is left, and the queue, wait for the next run
                return
        marks._drop()

    def _earn(self, until, everything=False, step=None, settle_of=None):
        """Bring the ledger of these plans up to date.

        :param until: the last day whose sales count
        :param everything: all periods, not only those of documents that changed
        :param step: called after each period; it may commit
        :param settle_of: function of a plan that gives ``settle`` of :meth:`_earn_period`
        :return: number of entries appended
        """
        count, today = 0, fields.Date.context_today(self)
        for plan in self.filtered(lambda plan: plan.state != "draft"):
            plan._take_turn()
            marks, settle = plan._marks(), settle_of and settle_of(plan)
            periods = set(plan._periods_of(marks))
            if everything or plan.is_stale:
                periods |= set(plan._periods(until))
            book = plan._as_book()
            for start in sorted(periods):
                plan._take_turn()
                count += plan._earn_period(book, start, today, marks=marks, settle=settle)
                if step:
                    step()
            if periods:
                plan._refresh_provisional(book)
                self.env["sales_os.commission.entry"].invalidate_model(flush=False)
            if plan.is_stale:
                plan.is_stale = False
        return count

    def _periods(self, until):
        """All periods from the plan's first day to that of ``until``, and those in which anything is booked."""
        self.ensure_one()
        first = self._first_day()
        if not first:
            return []
        booked = [row[0] for row in self.env.execute_query(SQL(
            "SELECT DISTINCT period_start FROM sales_os_commission_entry WHERE plan_id = %s AND state <> 'provisional'", self.id))]
        return sorted({*periods_between(start=first, stop=until, period=self.period), *booked})

    def _marks(self):
        """``{(model, id): day}``: the last day on which each marked document of the company changed."""
        self.env["sales_os.commission.mark"].flush_model()
        return {(model, res_id): day for model, res_id, day in self.env.execute_query(SQL(
            "SELECT model, res_id, MAX(date) FROM sales_os_commission_mark WHERE company_id = %s GROUP BY model, res_id",
            self.company_id.id))}

    def _periods_of(self, marks):
        """The periods that marked documents lie in, by their events or by what was booked for them; also such as are still to come."""
        orders = [res_id for model, res_id in marks if model == "sale.order"]
        moves = [res_id for model, res_id in marks if model == "account.move"]
        if not orders and not moves:
            return []
        self._flush_sources()
        days = {row[0] for row in self.env.execute_query(SQL(
            """SELECT DISTINCT invoice_date FROM account_move WHERE id = ANY(%(moves)s) AND invoice_date IS NOT NULL
                UNION SELECT DISTINCT date_order::date + shift FROM sale_order, generate_series(-1, 1) shift WHERE id = ANY(%(orders)s)
                UNION SELECT DISTINCT day FROM (%(paid)s) paid WHERE move_id = ANY(%(moves)s)
                UNION SELECT DISTINCT period_start FROM sales_os_commission_entry WHERE plan_id = %(plan)s AND state <> 'provisional'
                         AND (move_id = ANY(%(moves)s) OR order_id = ANY(%(orders)s)
                              OR order_id IN (SELECT order_id FROM sales_os_commission_entry WHERE move_id = ANY(%(moves)s)))""",
            moves=moves, orders=orders, paid=self._query_paid(), plan=self.id))}
        first = self._first_day()
        return sorted({
            period_start(day=day, period=self.period) for day in days
            if first and day >= period_start(day=first, period=self.period)})

    def _first_day(self):
        """The day from which on the plan pays; None while nothing is approved."""
        return min(self.version_ids.filtered(lambda version: version.state == "approved").mapped("date_start"), default=None)

    def _becomes_stale(self):
        """Terms changed: the next run works out these plans from their first day on."""
        # sudo: a note of the system's to itself
        self.sudo().filtered(lambda plan: plan.state != "draft" and not plan.is_stale).is_stale = True
