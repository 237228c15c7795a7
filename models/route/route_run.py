import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class SalesOsRouteRun(models.Model):
    """Plans for many reps at once: one line a rep, worked off one by one, so that it can be watched, stopped and taken up again."""

    _name = "sales_os.route.run"
    _description = "Route Planning Run"
    _inherit = ["sales_os.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _state_transitions = {
        ("running", "stopped"): "sales_os.group_rep",
        ("stopped", "running"): "sales_os.group_rep",
        ("running", "done"): "sales_os.group_rep",
    }

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        "res.users", string="Started By", required=True, readonly=True, index=True, default=lambda self: self.env.user
    )
    date_start = fields.Date(string="First Day", required=True, readonly=True)
    date_end = fields.Date(string="Last Day", required=True, readonly=True)
    objective = fields.Selection(
        selection=lambda self: self.env["sales_os.route.plan"]._fields["objective"].selection, required=True, readonly=True, default="time"
    )
    seed = fields.Integer(default=1, readonly=True)
    with_opportunities = fields.Boolean(readonly=True, default=True)
    is_spread = fields.Boolean(string="Spread over the Days", readonly=True, default=True)
    is_confirming = fields.Boolean(string="Confirm at Once", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("stopped", "Stopped"), ("done", "Done")],
        default="running",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    line_ids = fields.One2many("sales_os.route.run.line", "run_id", string="Representatives", readonly=True)
    line_count = fields.Integer(string="Number of Representatives", compute="_compute_progress")
    finished_count = fields.Integer(string="Finished", compute="_compute_progress")
    progress_percent = fields.Float(string="Progress", compute="_compute_progress")

    @api.depends("date_start", "date_end", "user_id")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.user_id.name} · {run.date_start} – {run.date_end}"

    @api.depends("line_ids.state")
    def _compute_progress(self):
        counts = {}
        for run, state, count in self.env["sales_os.route.run.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts.setdefault(run, {})[state] = count
        for run in self:
            of_run = counts.get(run._origin, {})
            run.line_count = sum(of_run.values())
            run.finished_count = run.line_count - of_run.get("waiting", 0)
            run.progress_percent = 100.0 * run.finished_count / run.line_count if run.line_count else 100.0

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # a run plans in the name of its user: nobody lends oneself another's
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and set(vals) - {"state"}:
            raise UserError(self.env._("A run is not changed after it has begun: stop it and start another."))
        return super().write(vals)

    def action_stop(self):
        """Finish the representative at work, then plan no more."""
        self.filtered(lambda run: run.state == "running")._transition("stopped")
        return True

    def action_resume(self):
        self.filtered(lambda run: run.state == "stopped")._transition("running")
        self._wake()
        return True

    def action_work(self):
        """Plan the next representative and tell how far the run is: ``{"state", "finished", "total", "rep"}``.

        The screen calls this again and again while it is open; each call is a transaction of its own, so nothing done is ever lost.
        """
        self.ensure_one()
        self.check_access("write")
        if self.user_id != self.env.user and not self.env.su:
            raise UserError(self.env._("This run was started by %s, in whose name it plans.", self.user_id.name))
        line = self._work_one() if self.state == "running" else self.line_ids.browse()
        self.invalidate_recordset(["state", "line_count", "finished_count", "progress_percent"])
        return {"state": self.state, "finished": self.finished_count, "total": self.line_count, "rep": line.rep_id.display_name or ""}

    def _work_one(self):
        """Work off one waiting line, if another worker does not hold it; the last one ends the run."""
        waiting = self.line_ids.filtered(lambda line: line.state == "waiting")
        # sudo: the lines are the system's record of the work; whether the run may be worked is checked by the caller
        line = waiting.sudo().try_lock_for_update(limit=1)
        if line:
            line._work()
        if not self.line_ids.filtered(lambda line: line.state == "waiting"):
            self._transition("done")
        return line

    def _open_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "sales_os.route.run",
            "res_id": self.id,
            "views": [[False, "form"]],
            "name": self.env._("Route planning run"),
            "target": "current",
        }

    def _wake(self):
        # sudo: only the system may trigger its own jobs
        self.env.ref("sales_os.ir_cron_route_run").sudo()._trigger()

    @api.model
    def _cron_work(self):
        """Take up the runs nobody watches, each in the name of who started it. A killed server loses at most the line it was at."""
        runs = self.search([("state", "=", "running")], order="id")
        IrCron = self.env["ir.cron"]
        IrCron._commit_progress(remaining=sum(run.line_count - run.finished_count for run in runs))
        for run in runs:
            while run.state == "running":
                as_user = run.with_user(run.user_id).with_company(run.company_id)
                if not as_user._work_one() and run.state == "running":
                    break  # others hold what is left
                if not IrCron._commit_progress(1):
                    return
                run.invalidate_recordset()
                if not run.exists():
                    break


class SalesOsRouteRunLine(models.Model):
    """One representative of a run: what came of it, or why nothing did."""

    _name = "sales_os.route.run.line"
    _description = "Line of a Route Planning Run"
    _order = "run_id, sequence, id"
    _rec_name = "rep_id"
    _check_company_auto = True

    run_id = fields.Many2one("sales_os.route.run", required=True, ondelete="cascade", index=True, check_company=True)
    company_id = fields.Many2one(related="run_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    rep_id = fields.Many2one(
        "sales_os.rep", string="Representative", required=True, readonly=True, ondelete="cascade", check_company=True, index=True
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Planned"), ("skipped", "Not Planned")],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
    )
    plan_id = fields.Many2one("sales_os.route.plan", string="Route Plan", readonly=True, ondelete="set null", check_company=True)
    due_count = fields.Integer(string="Due Customers", readonly=True)
    stop_count = fields.Integer(string="Planned Stops", readonly=True)
    unplanned_count = fields.Integer(string="Did Not Fit", readonly=True)
    reason = fields.Text(readonly=True)

    _rep_uniq = models.UniqueIndex("(run_id, rep_id)", "A run plans each representative once.")

    def _work(self):
        """Make the plan of one representative. What a person can mend is told as a reason; anything else stops the run loudly."""
        self.ensure_one()
        run = self.run_id
        # the plan is made with the rights of who started the run
        author = run.with_user(run.user_id).with_company(run.company_id)
        try:
            with self.env.cr.savepoint():
                self.write({"state": "done", **author._plan_rep(self.rep_id.with_env(author.env))})
        except UserError as error:
            self.write({"state": "skipped", "reason": str(error)})
        except psycopg2.Error:
            raise
        except Exception:
            _logger.exception("Route run %s, representative %s", run.id, self.rep_id.id)
            self.write({"state": "skipped", "reason": self.env._("An unexpected error: the administrator finds it in the server's log.")})

    def action_open_plan(self):
        self.ensure_one()
        if not self.plan_id:
            raise UserError(self.reason or self.env._("%s has no plan yet.", self.rep_id.display_name))
        return {"type": "ir.actions.act_window", "res_model": "sales_os.route.plan", "res_id": self.plan_id.id, "views": [[False, "form"]]}
