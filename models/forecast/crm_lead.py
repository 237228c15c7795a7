from odoo import api, fields, models

# what decides where an opportunity stands
MOVING = {"stage_id", "active", "probability", "team_id", "type", "won_status"}
# the demonstration tells its own history. An object of this process: no caller from outside can put it into a context
LATER = object()


class CrmLead(models.Model):
    """Keeps each of its moves, and knows in which forecast category it counts."""

    _inherit = "crm.lead"

    sales_os_move_ids = fields.One2many(
        "sales_os.stage.move", "lead_id", string="Stage Moves", readonly=True, groups="sales_os.group_rep,sales_os.group_executive")
    sales_os_probability_percent = fields.Float(
        string="Forecast Probability (%)", digits=(16, 1), aggregator="avg", compute="_compute_sales_os_probability_percent", store=True,
        help="As forecasts take it: typed on the opportunity, else the stage's, else what Odoo predicts.")
    sales_os_forecast_category = fields.Selection(
        [("commit", "Commit"), ("best_case", "Best Case"), ("pipeline", "Pipeline"), ("omitted", "Left Out")],
        string="Forecast Category", compute="_compute_sales_os_forecast_category", inverse="_inverse_sales_os_forecast_category",
        store=True, readonly=False, index=True, tracking=True, group_expand=True, copy=False,
        help="By its probability at first; what the representative chooses stays. Empty it to let the probability decide again.")
    sales_os_category_kept = fields.Boolean(string="Category Chosen by Hand", readonly=True, copy=False)
    sales_os_idle_told = fields.Datetime(string="Told to Be Idle", readonly=True, copy=False)

    @api.depends("probability", "automated_probability", "stage_id.sales_os_probability_percent", "stage_id.is_won")
    def _compute_sales_os_probability_percent(self):
        for lead in self:
            declared = lead.stage_id.sales_os_probability_percent
            follows_odoo = lead.is_automated_probability or not lead.probability
            if declared and follows_odoo and lead.active and not lead.stage_id.is_won:
                lead.sales_os_probability_percent = declared
            else:
                lead.sales_os_probability_percent = lead.probability

    @api.depends(
        "sales_os_probability_percent", "sales_os_category_kept", "company_id.sales_os_commit_percent",
        "company_id.sales_os_best_case_percent")
    def _compute_sales_os_forecast_category(self):
        for lead in self:
            if lead.sales_os_category_kept and lead.sales_os_forecast_category:
                lead.sales_os_forecast_category = lead.sales_os_forecast_category
                continue
            # sudo: two thresholds of the settings
            company = (lead.company_id or self.env.company).sudo()
            chance = lead.sales_os_probability_percent
            lead.sales_os_forecast_category = (
                "commit" if chance >= company.sales_os_commit_percent
                else "best_case" if chance >= company.sales_os_best_case_percent else "pipeline")

    def _inverse_sales_os_forecast_category(self):
        for lead in self:
            lead.sales_os_category_kept = bool(lead.sales_os_forecast_category)

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._sales_os_record_moves()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if not vals.get("sales_os_forecast_category", True):
            # emptied: the probability decides again
            self.env.add_to_compute(self._fields["sales_os_forecast_category"], self)
        if MOVING & set(vals):
            self._sales_os_record_moves()
        return result

    def _sales_os_record_moves(self):
        if self.env.su and self.env.context.get("sales_os_stage_moves") is LATER:
            return
        self.env["sales_os.stage.move"]._append(self)

    def action_view_sales_os_moves(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Stage Moves of %s", self.display_name),
            "res_model": "sales_os.stage.move", "views": [[False, "list"], [False, "form"]], "domain": [["lead_id", "=", self.id]],
        }
