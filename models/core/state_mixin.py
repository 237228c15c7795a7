from odoo import api, models
from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError

from odoo.addons.sales_os.algorithms.core.transition import refused

# An object of this process: no caller from outside can put it into a context.
_DECLARED = object()


class SalesOsStateMixin(models.AbstractModel):
    """A document whose state changes only by declared pairs, each leaving an audit entry.

    The document declares a ``state`` Selection and ``_state_transitions``: ``{(from, to): group xmlid or None}``.
    """

    _name = "sales_os.state.mixin"
    _description = "Declared State Changes"

    _state_transitions = {}

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # history may be loaded by the system; a person starts where the document starts
            initial = self.default_get(["state"]).get("state")
            if any(vals.get("state", initial) != initial for vals in vals_list):
                raise UserError(self.env._(
                    "A new %(document)s starts as %(state)s.", document=self._description, state=self._state_label(initial)))
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and self.env.context.get("sales_os_transition") is not _DECLARED:
            if any(record.state != vals["state"] for record in self):
                raise UserError(self.env._("The state of %s changes by its buttons and actions only.", self._description))
            vals = {name: value for name, value in vals.items() if name != "state"}
        return super().write(vals)

    def _transition(self, target, reason="", **vals):
        """Move every record to ``target``, writing ``vals`` with it, and append the audit entries.

        :raise UserError: when a pair is not declared; nothing is written then
        :raise AccessError: when the user lacks the pair's group
        """
        if not self:
            return True
        self.check_access("write")
        old = {record.id: record.state for record in self}
        stuck = self.browse(refused(states=old, target=target, allowed=self._state_transitions))
        if stuck:
            raise UserError(self.env._(
                "%(document)s %(name)s is %(state)s and cannot become %(target)s.",
                document=self._description, name=stuck[0].display_name,
                state=self._state_label(old[stuck[0].id]), target=self._state_label(target),
            ))
        self._check_transition_groups(set(old.values()), target)
        self.with_context(sales_os_transition=_DECLARED).write({**vals, "state": target})
        self.env["sales_os.audit.entry"]._append(self, f"state:{target}", old_by_id=old, new=target, reason=reason)
        return True

    def _take_turn(self):
        """Lock the records; when another transaction holds one, this call starts again after it and sees its result."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ConcurrencyError(f"{self._name} {self.ids} is being changed") from error

    def _check_transition_groups(self, states, target):
        if self.env.su:
            return
        for state in states:
            group = self._state_transitions[state, target]
            if group and not self.env.user.has_group(group):
                raise AccessError(self.env._(
                    "You may not move %(document)s from %(state)s to %(target)s.",
                    document=self._description, state=self._state_label(state), target=self._state_label(target),
                ))

    def _state_label(self, state):
        return dict(self._fields["state"]._description_selection(self.env)).get(state, state)
