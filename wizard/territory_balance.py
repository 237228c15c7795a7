from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.sales_os.algorithms.territory.balance import BalanceInputError, balance

MAX_CUSTOMERS = 50_000
QUESTION = {"territory_ids", "measure", "tolerance_percent", "aim", "moving_km", "seed"}


class SalesOsTerritoryBalance(models.TransientModel):
    """Even out territories: propose who moves where and why, look at it, apply it as a new version, take it back."""

    _name = "sales_os.territory.balance"
    _description = "Balance Territories"
    _inherit = ["sales_os.transfer.undo.mixin"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    territory_ids = fields.Many2many(
        "sales_os.territory", string="Territories", required=True, check_company=True, default=lambda self: self._default_territory_ids()
    )
    measure = fields.Selection(
        [
            ("customers", "Number of customers"),
            ("revenue", "Revenue of the last 12 months"),
            ("visit_minutes", "Visit minutes a year"),
            ("potential", "Potential (annual revenue of the customer)"),
        ],
        string="What to Even Out",
        required=True,
        default="visit_minutes",
        help="Customers for whom this is zero stay where they are.",
    )
    tolerance_percent = fields.Float(string="Tolerance (%)", required=True, default=5.0, help="How far a territory may be from the mean.")
    aim = fields.Selection(
        [("shortest", "Shortest ways"), ("fewer_moves", "Short ways, few changes"), ("fewest_moves", "Fewest changes")],
        required=True,
        default="fewer_moves",
    )
    moving_km = fields.Float(
        string="Weight of Moving (km)",
        default=10.0,
        help="A customer changes hands only when that saves so many kilometres of way, or is needed.",
    )
    seed = fields.Integer(default=1, required=True, help="The same seed gives the same proposal.")
    is_proposed = fields.Boolean(readonly=True)
    line_ids = fields.One2many("sales_os.territory.balance.line", "wizard_id", string="Proposed Moves")
    facts = fields.Json(readonly=True, help="Loads and targets as they were when the proposal was made.")
    figures = fields.Json(compute="_compute_figures")
    figures_table = fields.Html(string="Before and After", compute="_compute_figures", sanitize=False)
    remarks = fields.Text(readonly=True)
    isolated_ids = fields.Many2many(
        "res.partner",
        "sales_os_territory_balance_isolated_rel",
        "wizard_id",
        "partner_id",
        string="Cut Off",
        readonly=True,
        help="Customers whose nearest neighbours are all in other territories, if everything is applied.",
    )
    map_before = fields.Json(compute="_compute_maps")
    map_after = fields.Json(compute="_compute_maps")

    @api.model
    def _default_territory_ids(self):
        chosen = self.env.context.get("active_ids") if self.env.context.get("active_model") == "sales_os.territory" else None
        return self.env["sales_os.territory"].browse(chosen or [])

    def write(self, vals):
        # another question: what was proposed is no answer to it
        return super().write({**vals, "is_proposed": False} if QUESTION & set(vals) else vals)

    def _compute_display_name(self):
        self.display_name = self.env._("Balance Territories")

    def action_propose(self):
        """Work out a proposal, kept in ``line_ids`` and ``figures``; no customer is touched."""
        self.ensure_one()
        self._check_may_propose()
        customers = self._customers()
        if len(customers) > MAX_CUSTOMERS:
            raise UserError(self.env._("%s customers are too many for one balancing: choose fewer territories.", len(customers)))
        try:
            proposal = balance(self._problem(customers), seed=self.seed)
        except BalanceInputError as error:
            raise UserError(self._in_words(error)) from error
        self.line_ids.unlink()
        self.env["sales_os.territory.balance.line"].create(
            [
                {
                    "wizard_id": self.id,
                    "partner_id": move.customer,
                    "from_territory_id": move.source,
                    "to_territory_id": move.target,
                    "load": move.load,
                    "km_before": move.km_before,
                    "km_after": move.km_after,
                    "reason_codes": ",".join(move.reasons),
                }
                for move in proposal.moves
            ]
        )
        self.write(
            {
                "is_proposed": True,
                "isolated_ids": [fields.Command.set(proposal.isolated_after)],
                "remarks": self._remarks(proposal, customers),
                "facts": self._facts_of(proposal),
            }
        )
        return True

    def action_apply(self):
        """Put the ticked moves into force as a new version of the rules.

        :return: the action that shows the transfer
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may apply a balancing: it changes the rules in force."))
        if self.transfer_id:
            raise UserError(self.env._("This proposal was applied already: see %s.", self.transfer_id.name))
        if not self.is_proposed:
            raise UserError(self.env._("Propose first: the question has changed since the last proposal, or there was none."))
        lines = self.line_ids.filtered("is_included")
        if not lines:
            raise UserError(self.env._("No move is ticked: there is nothing to apply."))
        stale = lines.filtered(lambda line: line.partner_id.sales_os_territory_id != line.from_territory_id)
        if stale:
            raise UserError(
                self.env._(
                    "%(customer)s is no longer in %(territory)s: propose again.",
                    customer=stale[0].partner_id.display_name,
                    territory=stale[0].from_territory_id.name,
                )
            )
        locked = lines.partner_id.filtered("sales_os_territory_locked")
        if locked:
            raise UserError(self.env._("%s was locked since: propose again.", locked[0].display_name))
        self.transfer_id = self._apply(lines)
        return self.transfer_id._window()

    def _check_may_propose(self):
        if len(self.territory_ids) < 2:
            raise UserError(self.env._("Choose at least two territories to even out."))
        self.territory_ids.check_access("read")
        if self.env.su or self.env.user.has_group("sales_os.group_admin"):
            return
        strange = self.territory_ids.filtered(lambda territory: not territory.is_in_my_team)
        if strange:
            raise AccessError(self.env._("%s is not covered by your team: ask an administrator.", strange[0].name))

    def _apply(self, lines):
        Version = self.env["sales_os.territory.version"].with_company(self.company_id)
        territories = self.env["sales_os.territory"].with_company(self.company_id)
        former = Version._active(self.company_id)
        name = self.env._("Balancing of %s", fields.Date.context_today(self))
        version = Version.create(
            {
                "name": name,
                "based_on_id": former.id,
                "company_id": self.company_id.id,
                "note": self.env._("%(count)s customers moved to even out %(measure)s.", count=len(lines), measure=self._label("measure")),
            }
        )
        self.env["sales_os.territory.rule"]._add_balance(
            version, {territory: moves.partner_id for territory, moves in lines.grouped("to_territory_id").items()}
        )
        # sudo: every customer follows the rules in force; the group was checked
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        concerned = partners.search(territories._customers_of(self.company_id), order="id")
        before = {partner.id: partner.sales_os_territory_id for partner in concerned}
        version.action_activate()
        moved = concerned.filtered(lambda partner: partner.sales_os_territory_id != before[partner.id])
        # sudo: transfers are written by the system only
        return (
            self.env["sales_os.transfer"]
            .sudo()
            .create(
                {
                    "name": name,
                    "kind": "balance",
                    "company_id": self.company_id.id,
                    "version_id": version.id,
                    "former_version_id": former.id,
                    "note": version.note,
                    "line_ids": [
                        fields.Command.create(
                            {
                                "model": "res.partner",
                                "res_id": partner.id,
                                "record_name": partner.display_name,
                                "what": self.env._("Territory"),
                                "outcome": "moved",
                                "old_values": {"sales_os_territory_id": before[partner.id].id},
                                "new_values": {"sales_os_territory_id": partner.sales_os_territory_id.id},
                                "reason": self.env._(
                                    "%(giver)s → %(target)s",
                                    giver=before[partner.id].name or "–",
                                    target=partner.sales_os_territory_id.name or "–",
                                ),
                            }
                        )
                        for partner in moved
                    ],
                }
            )
            .sudo(False)
        )

    def _label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]
