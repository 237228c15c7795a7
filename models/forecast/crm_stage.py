from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmStage(models.Model):
    _inherit = "crm.stage"

    sales_os_probability_percent = fields.Float(
        string="Probability (%)", digits=(16, 1),
        help="Chance of winning what stands in this stage, as forecasts take it. 0: what Odoo predicts for each opportunity. "
             "A probability typed on an opportunity is stronger.")

    @api.constrains("sales_os_probability_percent")
    def _check_sales_os_probability_percent(self):
        for stage in self:
            if not 0 <= stage.sales_os_probability_percent <= 100:
                raise ValidationError(self.env._("The probability of stage %s lies between 0 and 100 %%.", stage.name))

    @api.model
    def _sales_os_order(self):
        """Return ``{stage id: its place in the funnel}``, as the pipeline shows them."""
        # sudo: names of stages are shown to whoever sees an opportunity; here only their order is read
        return {stage.id: place for place, stage in enumerate(self.sudo().search([]))}
