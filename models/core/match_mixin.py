from odoo import fields, models

from odoo.addons.sales_os.algorithms.core.match_row import LATER, MatchRow, decide


class SalesOsMatchMixin(models.AbstractModel):
    """A row of a rule table: an empty criterion means *any*, the first matching row wins."""

    _name = "sales_os.match.mixin"
    _description = "Match Row"
    _inherit = ["sales_os.criteria.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10, help="Rows are tried in this order; the first that matches wins.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: the row serves every company.")

    def _match_rows(self):
        """Return the rows as :class:`MatchRow`, in the order in which they are tried."""
        ordered = self.sorted(lambda row: (row.sequence, row.id))
        return [MatchRow(key=row.id, criteria=row._named_criteria()) for row in ordered]

    def _first_match(self, facts):
        """Return ``(winning row or empty, [(losing row, why in words)])`` for one subject.

        :param facts: fact name -> frozenset of ids
        """
        decision = decide(rows=self._match_rows(), facts=facts)
        names = {fact: self._fields[name]._description_string(self.env) for name, fact in self._match_criteria.items()}
        losers = [
            (self.browse(key), self.env._("stands behind the winner") if why == LATER
             else self.env._("%s does not match", names[why]))
            for key, why in decision.losers
        ]
        return self.browse(decision.winner or ()), losers
