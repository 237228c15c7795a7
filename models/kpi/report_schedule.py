from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.kpi.report_period import last_period


class SalesOsReportSchedule(models.Model):
    """A report pack that comes by mail each day, week or month, made anew for each recipient with that person's rights."""

    _name = "sales_os.report.schedule"
    _description = "Scheduled Report"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, default=lambda self: self.env._("Sales report"))
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    period = fields.Selection([("day", "Day"), ("week", "Week"), ("month", "Month")], string="Each", required=True, default="week")
    date_start = fields.Date(
        string="First Day", required=True, default=fields.Date.context_today,
        help="Periods that ended before this day are not sent.")
    hour = fields.Integer(string="Not Before", default=6, required=True, help="Hour of the company's day; 0 to 23.")
    scope = fields.Selection(
        [("own", "What each recipient sees by the own role"), ("reports", "A representative and those below"), ("team", "A sales team"),
         ("territory", "A territory"), ("company", "The whole company")], string="Figures Of", required=True, default="own",
        help="A recipient who may not see it gets no report, and the delivery says so.")
    rep_id = fields.Many2one("sales_os.rep", string="Representative", check_company=True, ondelete="cascade")
    team_id = fields.Many2one("crm.team", string="Sales Team", check_company=True, ondelete="cascade")
    territory_id = fields.Many2one("sales_os.territory", check_company=True, ondelete="cascade")
    channel_id = fields.Many2one("sales_os.channel", string="Channel Alone", check_company=True, ondelete="cascade")
    category_id = fields.Many2one("product.category", string="Product Category Alone", ondelete="cascade", help="With those below it.")
    segment_id = fields.Many2one("sales_os.segment", string="Segment Alone", check_company=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", string="Customer Alone", check_company=True, ondelete="cascade", domain="[('parent_id', '=', False)]")
    has_pdf = fields.Boolean(string="Document (PDF)", default=True)
    has_xlsx = fields.Boolean(
        string="Workbook (XLSX)", default=True, help="With every line; only to recipients who may export, as with any other list.")
    user_ids = fields.Many2many(
        "res.users", string="Recipients", required=True, domain="[('share', '=', False)]", default=lambda self: self.env.user)
    delivery_ids = fields.One2many("sales_os.report.delivery", "schedule_id", string="Deliveries")
    delivery_count = fields.Integer(string="Number of Deliveries", compute="_compute_delivery_count")
    owner_id = fields.Many2one(
        "res.users", string="Set Up By", required=True, readonly=True, default=lambda self: self.env.user, ondelete="restrict")

    _hour_range = models.Constraint("CHECK (hour BETWEEN 0 AND 23)", "An hour lies between 0 and 23.")
    _any_file = models.Constraint("CHECK (has_pdf OR has_xlsx)", "Choose a document, a workbook or both.")
    _named_scope = models.Constraint(
        "CHECK ((scope <> 'reports' OR rep_id IS NOT NULL) AND (scope <> 'team' OR team_id IS NOT NULL)"
        " AND (scope <> 'territory' OR territory_id IS NOT NULL))",
        "Say which representative, team or territory the figures are of.")

    def _compute_delivery_count(self):
        counts = dict(self.env["sales_os.report.delivery"]._read_group([("schedule_id", "in", self.ids)], ["schedule_id"], ["__count"]))
        for schedule in self:
            schedule.delivery_count = counts.get(schedule, 0)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # whoever sets it up stands for it
            vals_list = [{**vals, "owner_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if "owner_id" in vals and not self.env.su:
            raise AccessError(self.env._("Who set up a report stays."))
        return super().write(vals)

    def _scope_args(self):
        """``(scope, record)`` as the figures take them."""
        self.ensure_one()
        if self.scope in ("own", "company"):
            return (False if self.scope == "own" else "company"), False
        return self.scope, {"reports": self.rep_id, "team": self.team_id, "territory": self.territory_id}[self.scope].id

    def _filters(self):
        """What narrows the figures, as they take it."""
        self.ensure_one()
        chosen = {"channel": self.channel_id, "category": self.category_id, "segment": self.segment_id, "customer": self.partner_id}
        return {name: record.id for name, record in chosen.items() if record}

    def _files(self, user, span):
        """The files for ``user``, made with that person's rights, language and company."""
        self.ensure_one()
        Kpi = self.env["sales_os.kpi"].with_user(user).with_context(
            lang=user.lang or "en_US", tz=user.tz, allowed_company_ids=self.company_id.ids)
        if self.company_id not in user.company_ids:
            raise AccessError(self.env._("%(user)s does not work in %(company)s.", user=user.name, company=self.company_id.name))
        days = {"date_from": str(span[0]), "date_to": str(span[1])}
        scope, scope_id = self._scope_args()
        wanted = ["pdf"] * self.has_pdf + ["xlsx"] * (self.has_xlsx and user.has_group("base.group_allow_export"))
        if not wanted:
            raise AccessError(self.env._("%s may not take lists out, and the report is a workbook alone.", user.name))
        return [Kpi.pack(scope, scope_id, file=file, filters=self._filters(), **days) for file in wanted]

    def action_preview(self):
        """Download the report of the last period as the caller would get it.

        :return: an action that opens the file
        """
        self.ensure_one()
        self.check_access("read")
        span = last_period(period=self.period, today=self._today())
        # sudo: settings of a schedule that may be read; the files are made with the caller's own rights
        file = self.sudo()._files(self.env.user, span)[0]
        attachment = self.env["ir.attachment"].create({
            "name": file["filename"], "datas": file["data"], "mimetype": file["mimetype"]})
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}

    def _today(self):
        return self.env["sales_os.kpi.snapshot"]._today(self.company_id)

    def action_view_deliveries(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Deliveries of %s", self.name), "res_model": "sales_os.report.delivery",
            "views": [[False, "list"], [False, "form"]], "domain": [["schedule_id", "=", self.id]]}

    def action_send(self):
        """Send what is due now instead of waiting for the job; what was sent is not sent again.

        :return: number of reports sent
        """
        self.check_access("write")
        for schedule in self:
            if not schedule._due_users():
                raise UserError(self.env._(
                    "%s has nothing due: the last period was sent, or it ended before the first day.", schedule.name))
        # sudo: deliveries are the system's notes; each file is made with its recipient's rights
        return sum(schedule.sudo()._deliver(user) for schedule in self for user in schedule._due_users())
