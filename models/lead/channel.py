from odoo import api, fields, models


class SalesOsChannel(models.Model):
    """The way by which business comes: kept on leads and orders, a dimension of every analysis."""

    _name = "sales_os.channel"
    _description = "Sales Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and lasting; integrations and imports know the channel by it.")
    kind = fields.Selection(
        [("field", "Field sales"), ("inside", "Inside sales"), ("online", "Online"), ("partner", "Partner or dealer"), ("event", "Event"),
         ("phone", "Phone"), ("referral", "Referral"), ("other", "Other")], required=True, default="other", index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: the channel serves every company.")
    color = fields.Integer()
    team_ids = fields.One2many(
        "crm.team", "sales_os_channel_id", string="Sales Teams", help="Their leads and orders come by this channel by default.")
    lead_count = fields.Integer(string="Number of Opportunities", compute="_compute_counts")
    order_count = fields.Integer(string="Number of Orders", compute="_compute_counts")

    _code_uniq = models.UniqueIndex("(code, COALESCE(company_id, 0))", "There is already a channel with this code.")

    def _compute_counts(self):
        leads = self._counted("crm.lead", [])
        orders = self._counted("sale.order", [("state", "=", "sale")])
        for channel in self:
            channel.lead_count = leads.get(channel.id, 0)
            channel.order_count = orders.get(channel.id, 0)

    def _counted(self, model, domain):
        """Return ``{channel id: number of records}``; nothing for whoever may not read them."""
        records = self.env[model]
        if not records.has_access("read"):
            return {}
        return {channel.id: count for channel, count in records._read_group(
            [("sales_os_channel_id", "in", self.ids), *domain], ["sales_os_channel_id"], ["__count"])}

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        return [
            {**vals, **({} if default and "code" in default else {"code": self.env._("%s-copy", channel.code)})}
            for channel, vals in zip(self, vals_list, strict=True)
        ]

    @api.model
    def _online(self, company):
        """The channel of the web shop of ``company``: its own before one of all companies."""
        found = self.search([("kind", "=", "online"), ("company_id", "in", [company.id, False])])
        return found.sorted(lambda channel: not channel.company_id)[:1]

    def action_view_leads(self):
        self.ensure_one()
        return self._window("crm.lead", self.env._("Opportunities by %s", self.name), "list,kanban,form,pivot", [])

    def action_view_orders(self):
        self.ensure_one()
        return self._window("sale.order", self.env._("Orders by %s", self.name), "list,form,pivot", [("state", "=", "sale")])

    def _window(self, model, name, view_mode, domain):
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": model, "view_mode": view_mode,
            "views": [[False, mode] for mode in view_mode.split(",")], "domain": [("sales_os_channel_id", "=", self.id), *domain],
            "context": {"default_sales_os_channel_id": self.id},
        }
