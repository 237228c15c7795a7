from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SalesOsTerritoryCover(models.Model):
    """Who covers a territory today: owner, vacancy, and whether the user or the user's people do."""

    _inherit = "sales_os.territory"

    owner_id = fields.Many2one(
        "sales_os.rep", compute="_compute_cover", search="_search_owner_id", help="Who owns the territory today.")
    backup_id = fields.Many2one("sales_os.rep", compute="_compute_cover")
    is_vacant = fields.Boolean(string="Vacant", compute="_compute_cover", search="_search_is_vacant", help="No owner today.")
    is_mine = fields.Boolean(
        string="Mine", compute="_compute_is_mine", search="_search_is_mine",
        help="The user owns, overlays or backs up this territory today, or one that contains it.")
    is_in_my_team = fields.Boolean(
        string="My Team's", compute="_compute_is_mine", search="_search_is_in_my_team",
        help="Somebody of the user's team covers this territory today, or one that contains it.")

    @api.model
    def _cover_day(self):
        return fields.Date.to_date(self.env.context.get("sales_os_date")) or fields.Date.context_today(self)

    @api.depends("assignment_ids.rep_id.active", "assignment_ids.role", "assignment_ids.date_start", "assignment_ids.date_end")
    @api.depends_context("sales_os_date")
    def _compute_cover(self):
        holders = self._holders_on(self._cover_day())
        for territory in self:
            roles = holders.get(territory.id, {})
            territory.owner_id = roles.get("owner", False)
            territory.backup_id = roles.get("backup", False)
            territory.is_vacant = not roles.get("owner")

    def _holders_on(self, day):
        """Return ``{territory id: {role: rep id}}`` for owner and backup on ``day``, in one query."""
        Assignment = self.env["sales_os.territory.assignment"]
        # sudo: whoever may see the territory may see who owns it
        rows = Assignment.sudo().search_fetch(
            Domain("territory_id", "in", self.ids) & Domain("role", "in", ["owner", "backup"]) & Assignment._domain_on(day)
            & Domain("rep_id.active", "=", True),
            ["territory_id", "rep_id", "role"],
        )
        result = {}
        for row in rows:
            result.setdefault(row.territory_id.id, {})[row.role] = row.rep_id.id
        return result

    @api.model
    def _owner_domain(self):
        """Assignments of owners that hold today; who is archived owns nothing."""
        held = self.env["sales_os.territory.assignment"]._domain_on(self._cover_day())
        return Domain("role", "=", "owner") & Domain("rep_id.active", "=", True) & held

    @api.model
    def _search_owner_id(self, operator, value):
        if operator not in ("in", "any", "child_of", "=like", "ilike", "like", "=ilike"):
            return NotImplemented
        today = self._owner_domain()
        if operator == "in" and False in value:
            present = [rep_id for rep_id in value if rep_id]
            vacant = Domain("assignment_ids", "not any", today)
            return vacant | Domain("assignment_ids", "any", today & Domain("rep_id", "in", present)) if present else vacant
        return Domain("assignment_ids", "any", today & Domain("rep_id", operator, value))

    @api.model
    def _search_is_vacant(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._owner_domain()
        return Domain("assignment_ids", "not any" if True in value else "any", today)

    @api.depends_context("uid")
    @api.depends("assignment_ids.rep_id", "assignment_ids.date_start", "assignment_ids.date_end", "parent_path")
    def _compute_is_mine(self):
        mine = {row[0] for row in self.env.execute_query(self._covered_sql(team=False))}
        team = {row[0] for row in self.env.execute_query(self._covered_sql(team=True))}
        for territory in self:
            territory.is_mine = territory.id in mine
            territory.is_in_my_team = territory.id in team

    @api.model
    def _search_is_mine(self, operator, value):
        return self._search_covered(operator, value, team=False)

    @api.model
    def _search_is_in_my_team(self, operator, value):
        return self._search_covered(operator, value, team=True)

    @api.model
    def _search_covered(self, operator, value, team):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in" if True in value else "not in", self._covered_sql(team=team))

    @api.model
    def _covered_sql(self, team):
        """The ids of the territories covered today by the user (``team``: or by anybody below), with all their parts.

        Evaluated inside each query, because record rules are cached per user while assignments and days change.
        """
        # named by identifiers, so that pending changes of these columns are written before the query runs
        territory, rep, assignment = (self.env[name]._fields for name in (
            "sales_os.territory", "sales_os.rep", "sales_os.territory.assignment"))

        def column(alias, owner, name):
            return SQL.identifier(alias, name, to_flush=owner[name])

        mine_path, rep_path = column("mine", rep, "parent_path"), column("rep", rep, "parent_path")
        who = SQL("%s LIKE %s || '%%'", rep_path, mine_path) if team else SQL("mine.id = rep.id")
        return SQL(
            """(SELECT part.id
                  FROM sales_os_territory_assignment assignment
                  JOIN sales_os_rep rep ON rep.id = %(rep_id)s AND %(rep_active)s
                  JOIN sales_os_rep mine ON %(mine_user)s = %(uid)s AND mine.active AND %(who)s
                  JOIN sales_os_territory covered ON covered.id = %(territory_id)s
                  JOIN sales_os_territory part ON %(part_path)s LIKE covered.parent_path || '%%'
                 WHERE %(date_start)s <= %(today)s AND (%(date_end)s IS NULL OR %(date_end)s >= %(today)s))""",
            uid=self.env.uid, who=who, today=fields.Date.context_today(self),
            rep_id=column("assignment", assignment, "rep_id"), territory_id=column("assignment", assignment, "territory_id"),
            date_start=column("assignment", assignment, "date_start"), date_end=column("assignment", assignment, "date_end"),
            rep_active=column("rep", rep, "active"), mine_user=column("mine", rep, "user_id"),
            part_path=column("part", territory, "parent_path"),
        )
