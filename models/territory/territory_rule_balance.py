from odoo import api, fields, models


class SalesOsTerritoryRule(models.Model):
    """Rules made by balancing: named accounts that stay in their new territory when all customers are assigned anew."""

    _inherit = "sales_os.territory.rule"

    is_balance = fields.Boolean(
        string="Made by Balancing", readonly=True, help="Names customers that balancing has moved. Without customers it holds nobody."
    )

    @api.model
    def _add_balance(self, version, partners_by_territory):
        """Name the customers in rules of ``version`` that win over all others; earlier balancing of them ends."""
        moved = self.env["res.partner"].union(*partners_by_territory.values())
        for rule in version.rule_ids.filtered("is_balance"):
            left = rule.partner_ids - moved
            if not left:
                rule.unlink()
            elif left != rule.partner_ids:
                rule.partner_ids = left
        in_force = self.search([("company_id", "=", version.company_id.id), ("version_id", "in", [version.id, False])])
        others = in_force.filtered(lambda rule: not rule.is_balance)
        top = max(others.mapped("priority"), default=0) + 1
        return self.create(
            [
                {
                    "version_id": version.id,
                    "territory_id": territory.id,
                    "is_balance": True,
                    "priority": top,
                    "name": self.env._("Balancing: %s", version.name),
                    "partner_ids": [fields.Command.set(partners.ids)],
                }
                for territory, partners in partners_by_territory.items()
            ]
        )
