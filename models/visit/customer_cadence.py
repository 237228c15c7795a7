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
        help="The rule that gave the cadence.",
    )
    sales_os_cadence_segment_id = fields.Many2one(
        "sales_os.segment",
        string="Cadence from Segment",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The segment that gave the cadence. Neither rule nor segment: somebody chose it.",
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
        by_nobody = {"sales_os_cadence_rule_id": False, "sales_os_cadence_segment_id": False}
        return {**vals, **by_nobody, "sales_os_cadence_reason": reason if vals["sales_os_cadence_id"] else False}

    def _sales_os_cadence_facts(self):
        """What the rules of cadences look at, as frozen sets of ids; a territory or tag stands for those above it, too."""
        self.ensure_one()
        return {
            "territory": frozenset(_path_ids(self.sales_os_territory_id)),
            "tag": frozenset(key for tag in self.category_id for key in _path_ids(tag)),
            "industry": frozenset(self.industry_id.ids),
            "segment": frozenset(self.sales_os_segment_id.ids),
            "country": frozenset(self.country_id.ids),
            "state": frozenset(self.state_id.ids),
        }

    def _sales_os_apply_cadence_rules(self, again=False):
        """Let rules, then segments decide for those of ``self`` that nobody chose a cadence for; return how many changed.

        One write per rule and per segment, however many customers it wins.
        """
        # sudo: who may create a customer need not read rules, territories of others or logins
        customers = self.sudo().filtered(lambda partner: partner._sales_os_is_visited() and partner._sales_os_cadence_is_open(again))
        if not customers:
            return 0
        # sudo: see above; all rules are wanted, a company has a handful
        rules = self.env["sales_os.visit.cadence.rule"].sudo().search([("active", "=", True)])
        today = fields.Date.context_today(self)
        changed, left = 0, customers
        for rule, partners in rules._winners(customers).items():
            left -= partners
            changed += partners._sales_os_give_cadence(
                rule.cadence_id, self.env._("By rule %(rule)s on %(date)s", rule=rule.name, date=today), rule=rule)
        for segment, partners in left.grouped("sales_os_segment_id").items():
            if not segment.cadence_id:
                # what a former segment gave ends with it
                changed += partners.filtered("sales_os_cadence_segment_id")._sales_os_give_cadence(segment.cadence_id, False)
            else:
                changed += partners._sales_os_give_cadence(
                    segment.cadence_id, self.env._("By segment %(segment)s on %(date)s", segment=segment.name, date=today), segment=segment)
        return changed

    def _sales_os_cadence_is_open(self, again):
        """Say whether nobody chose the cadence; what a rule or segment gave counts as open only when asked ``again``."""
        return not self.sales_os_cadence_id or again and bool(self.sales_os_cadence_rule_id or self.sales_os_cadence_segment_id)

    def _sales_os_give_cadence(self, cadence, reason, rule=None, segment=None):
        """Write what a rule or a segment gives where it differs; return for how many."""
        given = {"sales_os_cadence_id": cadence.id, "sales_os_cadence_rule_id": rule.id if rule else False,
                 "sales_os_cadence_segment_id": segment.id if segment else False}
        partners = self.filtered(lambda partner: any(partner[name].id != value for name, value in given.items()))
        partners.with_context(sales_os_cadence_by=BY_RULE, tracking_disable=True).write({**given, "sales_os_cadence_reason": reason})
        return len(partners)

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
