from odoo import api, fields, models

# an object of this process: no caller from outside can put it into a context
BY_RULE = object()


class ResPartner(models.Model):
    """The cadence of a customer and where it comes from: a rule, or somebody's choice, which no rule overrides."""

    _inherit = "res.partner"

    sales_os_cadence_rule_id = fields.Many2one(
        "sales_os.visit.cadence.rule",
        string="Cadence Rule",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The rule that gave the cadence. Empty: somebody chose it.",
    )
    sales_os_cadence_reason = fields.Char(string="Why this Cadence", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create([self._sales_os_sign_cadence(vals) for vals in vals_list])
        partners.filtered(lambda partner: not partner.sales_os_cadence_id)._sales_os_apply_cadence_rules()
        return partners

    def write(self, vals):
        return super().write(self._sales_os_sign_cadence(vals))

    def _sales_os_sign_cadence(self, vals):
        if "sales_os_cadence_id" not in vals or self.env.context.get("sales_os_cadence_by") is BY_RULE:
            return vals
        reason = self.env._("Chosen by %(user)s on %(date)s", user=self.env.user.name, date=fields.Date.context_today(self))
        return {**vals, "sales_os_cadence_rule_id": False, "sales_os_cadence_reason": reason if vals["sales_os_cadence_id"] else False}

    def _sales_os_cadence_facts(self):
        """What the rules of cadences look at, as frozen sets of ids; a territory or tag stands for those above it, too."""
        self.ensure_one()
        return {
            "territory": frozenset(_path_ids(self.sales_os_territory_id)),
            "tag": frozenset(key for tag in self.category_id for key in _path_ids(tag)),
            "industry": frozenset(self.industry_id.ids),
            "country": frozenset(self.country_id.ids),
            "state": frozenset(self.state_id.ids),
        }

    def _sales_os_apply_cadence_rules(self, again=False):
        """Let the rules decide for those of ``self`` that nobody chose a cadence for; return how many changed.

        One write per rule, however many customers it wins.
        """
        # sudo: who may create a customer need not read rules, territories of others or logins
        customers = self.sudo().filtered(
            lambda partner: (
                partner._sales_os_is_visited() and (not partner.sales_os_cadence_id or again and partner.sales_os_cadence_rule_id)
            )
        )
        # sudo: see above; all rules are wanted, a company has a handful
        rules = self.env["sales_os.visit.cadence.rule"].sudo().search([("active", "=", True)]) if customers else ()
        if not rules:
            return 0
        changed = 0
        for rule, partners in rules._winners(customers).items():
            partners = partners.filtered(
                lambda partner, rule=rule: partner.sales_os_cadence_rule_id != rule or partner.sales_os_cadence_id != rule.cadence_id
            )
            partners.with_context(sales_os_cadence_by=BY_RULE, tracking_disable=True).write(
                {
                    "sales_os_cadence_id": rule.cadence_id.id,
                    "sales_os_cadence_rule_id": rule.id,
                    "sales_os_cadence_reason": self.env._(
                        "By rule %(rule)s on %(date)s", rule=rule.name, date=fields.Date.context_today(self)
                    ),
                }
            )
            changed += len(partners)
        return changed

    def action_sales_os_cadence_by_rule(self):
        """Let the rules decide for the selected customers; a cadence chosen by hand stays."""
        self.check_access("write")
        return self._sales_os_cadence_notice(self._sales_os_apply_cadence_rules(again=True))

    @api.model
    def _sales_os_cadence_notice(self, count):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if count else "info",
                "message": self.env._("Customers with a new cadence: %s", count),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _sales_os_is_visited(self):
        """Companies, and persons who have a territory; neither contacts of a company, nor our own people and companies."""
        self.ensure_one()
        return (
            not self.parent_id
            and (self.is_company or bool(self.sales_os_territory_id))
            and self.partner_share
            and not self.sales_os_rep_ids
            and not self.ref_company_ids
        )


def _path_ids(record):
    return [int(key) for key in (record.parent_path or "").split("/") if key]
