from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.sales_os.algorithms.kpi.scope import KINDS, Scope


class SalesOsKpi(models.Model):
    """Whose figures somebody may see, and what the queries restrict to."""

    _inherit = "sales_os.kpi"

    @api.model
    def _scope(self, kind=False, scope_id=False):
        """Return the scope that was asked for; without a kind the widest one of the caller.

        :raise AccessError: when the caller may not see it
        """
        kind = kind or self._own_kind()
        if kind not in KINDS:
            raise UserError(self.env._(
                "There are no figures by “%(kind)s”: choose one of %(kinds)s.", kind=kind, kinds=", ".join(KINDS)))
        return getattr(self, f"_scope_{kind}")(self._whole_number(scope_id))

    @api.model
    def _whole_number(self, value):
        if not value:
            return 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
            raise UserError(self.env._("“%s” is no number of a record.", value))
        return value

    @api.model
    def _sees_all(self):
        return self.env.su or self.env.user.has_groups("sales_os.group_executive,sales_os.group_admin")

    @api.model
    def _is_manager(self):
        return self._sees_all() or self.env.user.has_group("sales_os.group_manager")

    @api.model
    def _own_kind(self):
        return "company" if self._sees_all() else "reports" if self.env.user.has_group("sales_os.group_manager") else "rep"

    @api.model
    def _own_rep(self):
        own = self.env.user.sales_os_rep_ids.filtered(lambda rep: rep.company_id == self.env.company)[:1]
        if not own:
            raise UserError(self.env._("You are no representative of %s: say whose figures you want.", self.env.company.name))
        return own

    @api.model
    def _scope_company(self, scope_id):
        if not self._sees_all():
            raise AccessError(self.env._("Only executives see the figures of the whole company."))
        if scope_id and scope_id != self.env.company.id:
            raise UserError(self.env._("Figures are of the company you work in: switch to the other one."))
        # sudo: whoever sees all counts everybody, archived people too
        reps = self.env["sales_os.rep"].sudo().with_context(active_test=False).search([("company_id", "=", self.env.company.id)])
        return self._of_members("company", self.env.company.id, reps)

    @api.model
    def _scope_rep(self, scope_id):
        rep = self._readable_rep(scope_id)
        return self._of_members("rep", rep.id, rep, rep_ids=tuple(rep.ids), user_ids=tuple(rep.user_id.ids))

    @api.model
    def _scope_reports(self, scope_id):
        rep = self._readable_rep(scope_id)
        below = self.env["sales_os.rep"].with_context(active_test=False).search([("id", "child_of", rep.id)])
        return self._of_members("reports", rep.id, below, rep_ids=tuple(below.ids), user_ids=tuple(below.user_id.ids))

    @api.model
    def _readable_rep(self, scope_id):
        rep = self.env["sales_os.rep"].browse(scope_id) if scope_id else self._own_rep()
        if not rep.exists() or not rep.has_access("read"):
            raise AccessError(self.env._("You see the own figures and those of the people below you, not these."))
        if rep.company_id != self.env.company:
            raise UserError(self.env._("%(rep)s belongs to %(company)s: switch to it.", rep=rep.name, company=rep.company_id.name))
        return rep

    @api.model
    def _scope_team(self, scope_id):
        # sudo: who is in a team decides who may see it, and is not shown
        team = self.env["crm.team"].sudo().browse(scope_id).exists()
        members = self.env["sales_os.rep"].sudo().search([  # sudo: see above
            ("team_id", "=", team.id or 0), ("company_id", "=", self.env.company.id)])
        seen = members.with_env(self.env)._filtered_access("read")
        leads = bool(team) and team.user_id == self.env.user
        if not team or not (self._sees_all() or (self._is_manager() and (leads or (members and seen == members.with_env(self.env))))):
            raise AccessError(self.env._("You see the teams that you lead or whose people are all below you, not this one."))
        return self._of_members("team", team.id, members, team_id=team.id)

    @api.model
    def _scope_territory(self, scope_id):
        territory = self.env["sales_os.territory"].browse(scope_id).exists()
        may = territory and territory.has_access("read") and (
            self._sees_all() or (self._is_manager() and territory.is_in_my_team)
            or territory.owner_id.sudo().user_id == self.env.user)  # sudo: whether the caller owns it
        if not may:
            raise AccessError(self.env._("You see the territories that you own or that are your team's, not this one."))
        # sudo: territories below count, whoever owns them
        below = territory.sudo().with_context(active_test=False).search([("id", "child_of", territory.id)])
        return self._of_members("territory", territory.id, self.env["sales_os.rep"], territory_ids=tuple(below.ids))

    @api.model
    def _of_members(self, kind, scope_id, reps, **restrictions):
        # sudo: whose logins these are, for people whom the caller was found to see
        users = reps.sudo().user_id
        return Scope(
            kind=kind, id=scope_id, company_id=self.env.company.id, members=tuple(reps.ids), member_user_ids=tuple(users.ids),
            **restrictions)

    @api.model
    def _begins(self, day):
        """The moment, in UTC, at which a day begins where the company is; also on a day that has no midnight."""
        zone = timezone(self.env["sales_os.sold"]._zone(self.env.company))
        midnight = datetime.combine(day, time.min)
        moment = zone.localize(midnight, is_dst=True)
        if zone.normalize(moment).replace(tzinfo=None) != midnight:
            # the clocks leap over it: the day begins when they do, which the time before it tells
            moment = zone.localize(midnight, is_dst=False)
        return moment.astimezone(utc).replace(tzinfo=None)

    @api.model
    def _windows_sql(self, windows):
        """The windows as rows ``win(key, day_from, day_to, utc_from, utc_to)``; the days are those of the company."""
        rows = [
            SQL("(%s, %s::date, %s::date, %s::timestamp, %s::timestamp)", key, first, last, self._begins(first),
                self._begins(last + timedelta(days=1))) for key, (first, last) in windows.items()]
        return SQL("(VALUES %s) AS win(key, day_from, day_to, utc_from, utc_to)", SQL(", ").join(rows))

    @api.model
    def _where(self, scope, user=None, rep=None, team=None, territory=None):
        """A condition for the scope on the columns that a source has; None where it cannot be told."""
        if scope.kind == "company":
            return SQL("TRUE")
        column, ids = {
            "rep": (user or rep, scope.user_ids if user else scope.rep_ids), "team": (team, (scope.team_id,)),
            "territory": (territory, scope.territory_ids),
        }["rep" if scope.kind == "reports" else scope.kind]
        return None if column is None else SQL("%s = ANY(%s)", column, list(ids))

    @api.model
    def _day(self, value, fallback):
        """A day from outside."""
        if not value:
            return fallback
        try:
            return fields.Date.to_date(value)
        except (ValueError, TypeError):
            raise UserError(self.env._("“%s” is no day: write it as 2026-11-30.", value))
