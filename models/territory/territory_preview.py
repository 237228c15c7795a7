from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

MAP_LIMIT = 2_000


class SalesOsTerritoryVersionMove(models.Model):
    """One customer that a draft would move: shown before the draft is activated."""

    _name = "sales_os.territory.version.move"
    _description = "Previewed Move"
    _order = "to_territory_id, from_territory_id, id"

    version_id = fields.Many2one("sales_os.territory.version", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="version_id.company_id", store=True, precompute=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade", index=True)
    city = fields.Char(related="partner_id.city")
    zip = fields.Char(related="partner_id.zip")
    from_territory_id = fields.Many2one("sales_os.territory", string="From", readonly=True, ondelete="cascade")
    to_territory_id = fields.Many2one("sales_os.territory", string="To", readonly=True, ondelete="cascade", index=True)
    reason = fields.Text(readonly=True)


class SalesOsTerritoryVersion(models.Model):
    """What a version would move, and putting it into force."""

    _inherit = "sales_os.territory.version"

    move_ids = fields.One2many("sales_os.territory.version.move", "version_id", string="What would move")
    previewed_on = fields.Datetime(readonly=True, copy=False)
    preview_move_count = fields.Integer(string="Would move", readonly=True, copy=False, aggregator=None)
    preview_counts = fields.Json(readonly=True, copy=False)
    preview_table = fields.Html(string="Customers per Territory", compute="_compute_preview_table", sanitize=False)
    preview_map = fields.Json(compute="_compute_preview_map")

    def action_preview(self):
        """Work out what this version would move and keep it with the version; no customer is touched.

        :return: ``{"version_id", "moved", "moves", "territories"}``: ``moves`` as ``{"partner_id", "from_territory_id",
            "to_territory_id", "reason"}`` (the first 1000), ``territories`` as ``{"territory_id", "name", "before", "after"}``
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise UserError(self.env._("Only an administrator of Sales OS can preview a version."))
        moves, counts = self._preview_moves()
        # sudo: previews are written by the system only, so that nobody edits what was worked out
        own = self.sudo()
        own.move_ids.unlink()
        own.env["sales_os.territory.version.move"].create([{**move, "version_id": self.id} for move in moves])
        own.write({"previewed_on": fields.Datetime.now(), "preview_move_count": len(moves), "preview_counts": counts})
        return {"version_id": self.id, "moved": len(moves), "moves": moves[:1000], "territories": counts}

    def _preview_moves(self):
        """Return the moves and, per territory, the number of customers before and after."""
        company = self.company_id
        # sudo: a version concerns every customer; the group was checked by the caller
        territories = self.env["sales_os.territory"].sudo().with_company(company)
        partners = territories.env["res.partner"].with_context(active_test=False).search(territories._customers_of(company), order="id")
        concerned = partners.filtered(lambda partner: partner._sales_os_territory_company() == company)
        subjects = concerned.filtered(lambda partner: not partner.sales_os_territory_locked and partner._sales_os_has_territory())
        wanted = subjects._sales_os_wanted(territories._decide(subjects._sales_os_facts(), company, self))
        before, after, moves = {}, {}, []
        # contact persons go with their company and would only be counted twice
        for partner in concerned.filtered(lambda partner: not partner.parent_id or partner.type != "contact"):
            old = partner.sales_os_territory_id.id
            new, reason = wanted.get(partner.id, (old, False))
            before[old] = before.get(old, 0) + 1
            after[new] = after.get(new, 0) + 1
            if new != old:
                moves.append({
                    "partner_id": partner.id, "from_territory_id": old, "to_territory_id": new,
                    "reason": reason or self.env._("No rule matches."),
                })
        touched = territories.browse([key for key in {**before, **after} if key]).sorted("parent_path")
        counts = [
            {"territory_id": territory.id, "name": territory.with_context(sales_os_full_path=True).display_name,
             "before": before.get(territory.id, 0), "after": after.get(territory.id, 0)}
            for territory in touched
        ]
        without = before.get(False, 0), after.get(False, 0)
        if any(without):
            counts.append({"territory_id": False, "name": self.env._("Without territory"), "before": without[0], "after": without[1]})
        return moves, counts

    @api.depends("preview_counts")
    def _compute_preview_table(self):
        for version in self:
            rows = Markup().join(
                Markup(
                    "<tr class='%s'><td>%s</td><td class='text-end'>%s</td>"
                    "<td class='text-end'>%s</td><td class='text-end'>%s</td></tr>") % (
                    "fw-bold" if row["before"] != row["after"] else "text-muted", row["name"], row["before"], row["after"],
                    f"{row['after'] - row['before']:+d}" if row["before"] != row["after"] else "")
                for row in version.preview_counts or [])
            version.preview_table = rows and Markup(
                "<table class='table table-sm'><thead><tr><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th>"
                "<th class='text-end'>%s</th></tr></thead><tbody>%s</tbody></table>"
            ) % (self.env._("Territory"), self.env._("Customers now"), self.env._("With this version"), self.env._("Change"), rows)

    def _compute_preview_map(self):
        # representatives see the outlines, not who would get which customer
        sees_moves = self.env["sales_os.territory.version.move"].has_access("read")
        for version in self:
            moves = version.move_ids if sees_moves else self.env["sales_os.territory.version.move"]
            territories = (version.rule_ids.territory_id | moves.from_territory_id | moves.to_territory_id)
            nowhere = self.env._("no territory")
            version.preview_map = {
                "shapes": territories._shapes(),
                "points": [
                    {"id": move.partner_id.id, "model": "res.partner", "label": move.partner_id.display_name,
                     "detail": f"{move.from_territory_id.name or nowhere} → {move.to_territory_id.name or nowhere}",
                     "lat": move.partner_id.partner_latitude, "lng": move.partner_id.partner_longitude,
                     "color": move.to_territory_id.color, "group": f"→ {move.to_territory_id.name or nowhere}"}
                    for move in moves[:MAP_LIMIT] if move.partner_id.partner_latitude or move.partner_id.partner_longitude
                ],
                "routes": [],
            }

    def action_activate(self):
        """Put this version into force: assign all customers, archive the version before. A former version can come back.

        :return: ``{"checked", "moved", "locked", "without"}``
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "active":
            raise UserError(self.env._("Version %s is in force already.", self.name))
        self._check_transition_groups({self.state}, "active")
        company = self.company_id
        former = self._active(company)
        # one activation at a time: the second waits here, then finds another version in force
        (former or self).lock_for_update()
        # sudo: see action_assign
        territories = self.env["sales_os.territory"].sudo().with_company(company)
        partners = territories.env["res.partner"].with_context(active_test=False).search(territories._customers_of(company), order="id")
        result = territories._assign(partners, company, self)
        now = fields.Datetime.now()
        if former:
            former._transition("archived", reason=self.env._("Replaced by %s", self.name), archived_on=now)
            former.flush_recordset()
        self._transition(
            "active", reason=self.env._("%s customers moved", result["moved"]), activated_on=now, activated_by_id=self.env.uid,
            archived_on=False)
        self.flush_recordset()
        self.env.registry.clear_cache()
        return result

    def action_activate_and_tell(self):
        """Activate, then say in words what happened."""
        result = self.action_activate()
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.env._("%s is in force", self.name),
                "message": self.env._(
                    "%(checked)s customers checked, %(moved)s moved, %(locked)s locked, %(without)s without territory.", **result),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_new_draft(self):
        """Make a draft with the rules of this version, and open it."""
        self.ensure_one()
        draft = self.create({"name": self.env._("Draft of %s", fields.Date.context_today(self)), "based_on_id": self.id})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": draft.id, "views": [[False, "form"]]}

    def action_preview_and_show(self):
        """Preview, then show the list of moves on this form."""
        self.action_preview()
        return True
