from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.sales_os.algorithms.visit.working_day import local_date


class SalesOsRep(models.Model):
    _inherit = "sales_os.rep"

    visit_ids = fields.One2many("sales_os.visit", "rep_id", string="Visits")
    state = fields.Selection(selection_add=[("planned", "Visits planned"), ("on_visit", "On a visit"), ("done", "Visits done")])
    visit_today_count = fields.Integer(string="Visits Today", compute="_compute_visit_today")
    visit_done_today_count = fields.Integer(string="Done Today", compute="_compute_visit_today")

    def _today(self):
        """The day it is where the representative works."""
        return local_date(moment=fields.Datetime.now(), tz=self[:1].tz)

    def _visits_today(self):
        """Return ``{rep id: {state: count}}`` of the visits of each one's own day."""
        days = {rep.id: rep._today() for rep in self}
        rows = self.env["sales_os.visit"]._read_group(
            [("rep_id", "in", self.ids), ("date_local", "in", list(set(days.values()))), ("state", "!=", "cancelled")],
            ["rep_id", "date_local:day", "state"],
            ["__count"],
        )
        result = {}
        for rep, day, state, count in rows:
            if days[rep.id] == fields.Date.to_date(day):
                result.setdefault(rep.id, {})[state] = count
        return result

    @api.depends("visit_ids.state", "visit_ids.date_local", "tz")
    def _compute_visit_today(self):
        today = self._visits_today()
        for rep in self:
            counts = today.get(rep.id, {})
            rep.visit_today_count = sum(counts.values())
            rep.visit_done_today_count = counts.get("done", 0)

    @api.depends("visit_ids.state", "visit_ids.date_local")
    def _compute_state(self):
        result = super()._compute_state()
        today = self._visits_today()
        for rep in self:
            counts = today.get(rep.id)
            if not counts or rep.state == "archived":
                continue
            if counts.get("in_progress"):
                rep.state = "on_visit"
            elif counts.get("planned"):
                rep.state = "planned"
            elif counts.get("done"):
                rep.state = "done"
        return result

    @api.model
    def _sales_os_reachable(self, rep_id=False):
        """Return the representative whose work the caller may see: the own one (empty if none), one below, or, for those who read all, any.

        :raise AccessError: for anybody else's
        """
        own = self.env.user.sales_os_rep_ids
        if not rep_id:
            return own.filtered(lambda rep: rep.company_id == self.env.company)[:1] or own[:1]
        if isinstance(rep_id, bool) or not isinstance(rep_id, int):
            raise UserError(self.env._("A representative is named by a number, not %s.", rep_id))
        rep = self.search([("id", "=", rep_id)])
        if rep and (rep in own or rep in self._sales_os_below() or self._sales_os_sees_all()):
            return rep
        raise AccessError(self.env._("You may only see the work of representatives below you."))

    @api.model
    def _sales_os_below(self):
        """Return the representatives the caller is responsible for: the own one and all below."""
        own = self.env.user.sales_os_rep_ids
        if not self.env.user.has_group("sales_os.group_manager"):
            return own
        return self.search([("id", "child_of", own.ids)])

    @api.model
    def _sales_os_sees_all(self):
        return self.env.su or self.env.user.has_groups("sales_os.group_executive,sales_os.group_admin")

    def _customer_domain(self, day):
        """Which customers are this representative's: those of the territories held on ``day``, and those sold to by the own user."""
        # sudo: which territories one holds is no secret to the one
        held = (
            self.env["sales_os.territory.assignment"]
            .sudo()
            .search(
                [
                    ("rep_id", "in", self.ids),
                    ("role", "in", ["owner", "overlay"]),
                    ("date_start", "<=", day),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", day),
                ]
            )
        )
        mine = Domain("sales_os_territory_id", "in", held.territory_id.ids)
        if self.user_id:
            mine |= Domain("user_id", "in", self.user_id.ids)
        return mine & Domain("company_id", "in", [False, *self.company_id.ids])

    def write(self, vals):
        result = super().write(vals)
        if "location_consent" in vals and not vals["location_consent"]:
            # sudo: who takes the consent back takes the kept places back, too; the results of the check-ins stay
            self.env["sales_os.visit.position"].sudo().search([("rep_id", "in", self.ids)]).unlink()
        return result

    def action_view_visits(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Visits of %s", self.display_name),
            "res_model": "sales_os.visit",
            "view_mode": "calendar,list,kanban,form",
            "domain": [("rep_id", "=", self.id)],
            "context": {"default_rep_id": self.id},
        }

    def action_my_day(self):
        """Open the day of this representative."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "sales_os.my_day",
            "name": self.env._("Day of %s", self.display_name),
            "params": {"rep_id": self.id},
        }
