from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.forecast.book import OPEN_CATEGORIES


class SalesOsForecast(models.Model):
    """Who promises what, and what the manager makes of it: submit, take back, adjust with a note, approve."""

    _inherit = "sales_os.forecast"

    def _is_above(self):
        """Whether the user is a manager of whoever this figure is of, or an administrator; never of the own figure."""
        self.ensure_one()
        user = self.env.user
        if self.env.su and user._is_superuser():
            return True
        # sudo: whose figure it is decides, seen or not
        rep = self.sudo().rep_id
        if rep and rep.user_id == user:
            return False
        if user.has_group("sales_os.group_admin"):
            return True
        if not user.has_group("sales_os.group_manager"):
            return False
        if not rep:
            # record rules have decided that this territory or team is the manager's
            return self.with_user(user).has_access("write")
        mine = set(user.sudo().sales_os_rep_ids.ids)  # sudo: the own place in the tree
        return bool(mine & {int(key) for key in (rep.parent_path or "").split("/")[:-2]})

    def _why_not_submit(self):
        self.ensure_one()
        if self.method != "weighted" or self.category not in OPEN_CATEGORIES:
            return self.env._("%s is worked out: commit, best case and pipeline are what is submitted.", self.display_name)
        # sudo: whose figure it is decides, seen or not
        if self.sudo().rep_id.user_id == self.env.user or self._is_above():
            return ""
        return self.env._("Only the representative or a manager above submits %s.", self.display_name)

    def _why_not_decide(self):
        self.ensure_one()
        if self.method != "weighted" or self.category not in OPEN_CATEGORIES:
            return self.env._("%s is worked out: commit, best case and pipeline are what is adjusted.", self.display_name)
        if self._is_above():
            return ""
        return self.env._("Only a manager above decides about %s, and nobody about the own figure.", self.display_name)

    def _check_may_submit(self):
        for forecast in self:
            if why := forecast._why_not_submit():
                raise AccessError(why) if forecast.category in OPEN_CATEGORIES else UserError(why)

    def _check_may_decide(self):
        for forecast in self:
            if why := forecast._why_not_decide():
                raise AccessError(why) if forecast.category in OPEN_CATEGORIES else UserError(why)

    def action_submit(self, amount=False):
        """Promise a figure.

        :param amount: instead of what was typed, or else calculated; of a single forecast only
        """
        self.check_access("read")
        self._check_may_submit()
        if amount is not False:
            if len(self) != 1:
                raise UserError(self.env._("An amount belongs to one forecast; %s were given.", len(self)))
            self._check_figure(amount)
        self._take_turn()
        for forecast in self:
            value = forecast.submitted_amount if amount is False else amount
            # sudo: the right is checked above; the figure is the representative's, the state the document's
            forecast.sudo()._transition(
                "submitted", reason=forecast.note or "", submitted_amount=value, is_typed=True, submitted_on=fields.Datetime.now(),
                submitted_by_id=self.env.uid)
            forecast._append_amount("forecast:submitted", forecast.amount, value, forecast.note or "")
        return self._roll_up_touched()

    def action_take_back(self):
        """Back to draft: by whoever submitted as long as nobody decided, after that by a manager above."""
        self.check_access("read")
        for forecast in self:
            if forecast.state == "submitted":
                forecast._check_may_submit()
            else:
                forecast._check_may_decide()
        self._take_turn()
        # sudo: the right is checked above
        self.sudo()._transition("draft", is_adjusted=False, adjusted_amount=0.0, adjust_note=False, decided_on=False, decided_by_id=False)
        return self._roll_up_touched()

    def action_adjust(self, amount, note):
        """Put another figure in the place of the submitted one; deals and the submitted figure stay as they are.

        :param note: why; required, it is kept and audited
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_decide()
        self._check_figure(amount)
        note = str(note or "").strip()
        if not note:
            raise UserError(self.env._("Say why you adjust %s: the representative reads it.", self.display_name))
        self._take_turn()
        before = self.effective_amount
        # sudo: the right is checked above
        self.sudo()._transition(
            "adjusted", reason=note, adjusted_amount=amount, is_adjusted=True, adjust_note=note,
            decided_on=fields.Datetime.now(), decided_by_id=self.env.uid)
        self._append_amount("forecast:adjusted", before, amount, note)
        return self._roll_up_touched()

    def action_approve(self):
        """Accept what was submitted, or one's own adjustment; it is not worked out again."""
        self.check_access("read")
        self._check_may_decide()
        self._take_turn()
        # sudo: the right is checked above
        self.sudo()._transition("approved", decided_on=fields.Datetime.now(), decided_by_id=self.env.uid)
        return self._roll_up_touched()

    def action_open_adjust(self):
        """Ask for the figure and the note."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Adjust %s", self.display_name), "res_model": "sales_os.forecast.adjust",
            "views": [[False, "form"]], "target": "new", "context": {"default_forecast_id": self.id},
        }

    def action_view_deals(self):
        """The opportunities behind the figure, as far as the user may see them."""
        self.ensure_one()
        domain = [("type", "=", "opportunity"), ("won_status", "=", "pending"), ("date_deadline", ">=", self.date_start),
                  ("date_deadline", "<=", self.date_end)]
        if self.category in OPEN_CATEGORIES:
            domain.append(("sales_os_forecast_category", "=", self.category))
        place = {
            "rep": [("user_id.sales_os_rep_ids", "child_of", self.rep_id.id)], "team": [("team_id", "=", self.team_id.id)],
            "territory": [("sales_os_territory_id", "child_of", self.territory_id.id)]}
        action = self.env["ir.actions.act_window"]._for_xml_id("sales_os.crm_lead_forecast_action")
        return {**action, "name": self.display_name, "domain": domain + place.get(self.scope_kind, []), "context": {}}

    def _append_amount(self, event, before, after, note):
        text = self.currency_id.name or ""
        self.env["sales_os.audit.entry"]._append(
            self, event, old=f"{before:.2f} {text}".strip(), new=f"{after:.2f} {text}".strip(), reason=note)

    def _roll_up_touched(self):
        for company, kind, day in {(one.company_id, one.period_kind, one.date_start) for one in self if one.scope_kind == "rep"}:
            self._roll_up(company, kind, day)
        for forecast in self.filtered(lambda one: one.scope_kind != "rep"):
            source = "adjusted" if forecast.is_adjusted else "calculated" if forecast.state == "draft" else "submitted"
            value = {"adjusted": forecast.adjusted_amount, "submitted": forecast.submitted_amount, "calculated": forecast.amount}[source]
            forecast._write_changed({"effective_amount": value, "source": source})
        return True
