from odoo import fields, models


class SalesOsPrivacyErase(models.TransientModel):
    """Erase a person's data on request: what is lost is said first, what is kept afterwards."""

    _name = "sales_os.privacy.erase"
    _description = "Erase a Person's Data"

    partner_id = fields.Many2one("res.partner", string="Person", required=True, ondelete="cascade",
                                 default=lambda self: self.env.context.get("active_id"))
    reason = fields.Text(string="Who Asked, and How", required=True)
    result = fields.Text(readonly=True)

    def action_erase(self):
        """Erase, then tell what was erased and what is kept and why."""
        self.ensure_one()
        done = self.partner_id.action_sales_os_erase_person(self.reason)
        erased = [f"{what}: {count}" for what, count in done["erased"].items() if count]
        kept = [self.env._("Kept: %(what)s (%(count)s), because %(why)s.", **row) for row in done["kept"]]
        self.result = "\n".join([self.env._("Erased: %s", ", ".join(erased)), *kept])
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [[False, "form"]], "target": "new",
            "name": self.env._("Erase a Person's Data")}
