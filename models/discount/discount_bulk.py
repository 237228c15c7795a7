from odoo import models
from odoo.exceptions import UserError


class SalesOsDiscountApproval(models.Model):
    """Deciding many at once: each is decided, or says why not; one that cannot be decided stops no other."""

    _inherit = "sales_os.discount.approval"

    def action_decide_each(self, decision, comment=""):
        """Approve or refuse each of these, with one comment.

        :param decision: ``"approve"`` or ``"refuse"``
        :return: ``{"decided": [ids], "problems": [{"id", "name", "problem"}]}``
        """
        if decision not in ("approve", "refuse"):
            raise UserError(self.env._("A decision is either approve or refuse, not %s.", decision))
        if decision == "refuse" and not (comment or "").strip():
            raise UserError(self.env._("Say why you refuse: whoever asked must know what to change."))
        self._check_is_manager()
        problems = self._undecidable()
        # all that can be decided at once; where that fails after all, one by one
        rest = self.browse(approval_id for approval_id in self.ids if approval_id not in problems)
        problems.update(rest._try_to_decide(decision, comment))
        names = {approval.id: approval.display_name for approval in self._filtered_access("read")}
        return {
            "decided": [approval_id for approval_id in self.ids if approval_id not in problems],
            "problems": [
                {"id": approval_id, "name": names.get(approval_id, ""), "problem": problems[approval_id]}
                for approval_id in self.ids
                if approval_id in problems
            ],
        }

    def _undecidable(self):
        """Return ``{id: why not}`` of those that the caller cannot decide."""
        readable = self.exists()._filtered_access("read")
        problems = {
            approval_id: self.env._("It does not exist, or you may not see it.")
            for approval_id in self.ids
            if approval_id not in readable.ids
        }
        for approval in readable._acting():
            refusal = approval._my_refusal()
            if refusal:
                problems[approval.id] = str(refusal)
        return problems

    def _try_to_decide(self, decision, comment):
        """Decide these; return ``{id: why not}`` of those that could not be."""
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                self.action_approve(comment) if decision == "approve" else self.action_refuse(comment)
            return {}
        except UserError as error:
            if len(self) == 1:
                return {self.id: str(error)}
        problems = {}
        for approval in self:
            problems.update(approval._try_to_decide(decision, comment))
        return problems
