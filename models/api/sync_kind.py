from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

VISIT_DAYS, PLAN_DAYS, QUOTE_DAYS = 60, 14, 90


class Kind(NamedTuple):
    model: str
    domain: list
    parts: tuple = ()  # records whose change changes what is told of this one: dotted paths


class SalesOsSync(models.AbstractModel):
    """The door for clients that work without a connection: what changed since they last asked, and what they did meanwhile."""

    _name = "sales_os.sync"
    _description = "Synchronisation of Clients"

    @api.model
    def _kinds(self):
        """What a client in the field needs, in the order it is told: what others name comes first.

        Of what grows for ever only the recent part; what leaves it is told as gone.
        """
        today = fields.Date.today()
        return {
            "visit_types": Kind("sales_os.visit.type", []),
            "visit_outcomes": Kind("sales_os.visit.outcome", []),
            "products": Kind("product.product", [("sale_ok", "=", True)], ("product_tmpl_id",)),
            "customers": Kind("res.partner", [("partner_share", "=", True), "|", ("parent_id", "=", False), ("type", "!=", "contact")]),
            "visits": Kind("sales_os.visit", [("date_start", ">=", today - timedelta(days=VISIT_DAYS))], ("note_ids",)),
            "route_plans": Kind(
                "sales_os.route.plan", [("date_end", ">=", today - timedelta(days=PLAN_DAYS))], ("stop_ids", "unplanned_ids")
            ),
            "quotes": Kind(
                "sale.order",
                ["|", ("state", "in", ("draft", "sent")), ("date_order", ">=", today - timedelta(days=QUOTE_DAYS))],
                ("order_line", "sales_os_approval_id", "sales_os_approval_id.step_ids"),
            ),
        }

    @api.model
    def _check_may_sync(self):
        if not self.env.su and not self.env.user.has_groups("sales_os.group_rep,sales_os.group_executive,sales_os.group_admin"):
            raise AccessError(self.env._("Only users of Sales OS synchronise."))

    @api.model
    def _changed_since(self, number, parts):
        """The records that were written by transaction ``number`` or later, or of which a part was.

        PostgreSQL keeps with each row the last 32 bits of the transaction that wrote it; compared on the circle, the half before us is
        the past. Nothing is forgotten that way: not what was committed late, nor what was written by SQL, nor computed fields.
        """
        def written_since(_model, alias, _query):
            return SQL(
                "(%(row)s::text::bigint > 2 AND ((%(row)s::text::bigint - %(number)s) & 4294967295) < 2147483648)",
                row=SQL.identifier(alias, "xmin"), number=number & 0xFFFFFFFF,
            )  # fmt: skip
        written = Domain.custom(to_sql=written_since)
        result = written
        for path in parts:
            inner = written
            for name in reversed(path.split(".")):
                # whoever may see the whole is told that a part changed; what is told of it is read with the own rights
                inner = Domain(name, "any!", inner)
            result |= inner
        return result

    @api.model
    def _touch(self, records):
        """Let these count as written, for one of their parts was deleted, which leaves no row that could tell."""
        if records:
            self.env.cr.execute(SQL(
                "UPDATE %s SET write_date = write_date WHERE id = ANY(%s)", SQL.identifier(records._table), records.ids))
