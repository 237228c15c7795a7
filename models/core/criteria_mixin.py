from odoo import api, fields, models
from odoo.exceptions import UserError

# no record has this number: a criterion of it is met by nothing
NOBODY = frozenset([0])


class SalesOsCriteriaMixin(models.AbstractModel):
    """An empty criterion means *any*: a rule whose named tags or teams were deleted or archived must not begin to take everybody.

    What is archived still takes what belongs to it; what is deleted takes nothing.

    ``_match_criteria`` maps a relational field of the rule to the name of the fact it is compared with.
    """

    _name = "sales_os.criteria.mixin"
    _description = "Criteria of a Rule"

    _match_criteria = {}

    asked = fields.Char(string="Criteria Set", readonly=True, help="What the rule named when it was last saved.")
    lost_criteria = fields.Char(
        compute="_compute_lost_criteria",
        help="What the rule named and what is deleted or archived since: until it is chosen anew, the rule takes nobody else.")

    def _compute_lost_criteria(self):
        for rule in self:
            rule.lost_criteria = ", ".join(rule._fields[name]._description_string(rule.env) for name in rule._unseen_criteria())

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        # the copy of a rule that has lost a criterion has lost it as well
        rules._remember_asked(())
        return rules

    def write(self, vals):
        result = super().write(vals)
        written = self._match_criteria.keys() & vals.keys()
        if written:
            self._remember_asked(written)
        return result

    def _remember_asked(self, written):
        """What is lost stays so until that very criterion is ``written``."""
        for rule in self:
            before = set((rule.asked or "").split(",")) - set(written)
            everything = rule.with_context(active_test=False)
            asked = ",".join(name for name in rule._match_criteria if everything[name] or name in before)
            if (rule.asked or "") != asked:
                rule.asked = asked

    def _named_criteria(self):
        """Return ``{fact: ids}`` of what the rule names, and a value that nothing has where all of it was deleted."""
        rule = self.with_context(active_test=False)
        named = {fact: frozenset(rule[name].ids) for name, fact in self._match_criteria.items() if rule[name]}
        return {**dict.fromkeys(self._unseen_criteria().values(), NOBODY), **named}

    def _unseen_criteria(self):
        """Return ``{field name: fact}`` of what the rule named and of which nothing is left that is not archived."""
        named = (self.asked or "").split(",")
        return {name: fact for name, fact in self._match_criteria.items() if name in named and not self[name]}

    def action_drop_lost_criteria(self):
        """The rule is to hold for any where it has lost what it named."""
        for rule in self:
            if not rule._unseen_criteria():
                raise UserError(self.env._("%s has lost no criterion.", rule.display_name))
        # as a change of a criterion by hand: each model checks and tells it as such
        for rule in self:
            everything = rule.with_context(active_test=False)
            everything.write({name: [fields.Command.clear()] for name in rule._unseen_criteria()})
        return True
