from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import split_every

from odoo.addons.sales_os.algorithms.customer.segment import Buyer, Sales, decide_segment, judging_company, yearly_revenue

BATCH = 2_000
CURSOR = "sales_os.segment_assign_cursor"
DAYS = 365


class SalesOsSegment(models.Model):
    """Find the segment of many customers at once: a constant number of queries a batch."""

    _inherit = "sales_os.segment"

    @api.model
    def action_assign(self, partner_ids=False):
        """Put every customer into the first segment that fits; locked customers stay, contacts follow their company.

        :param partner_ids: only these customers; default all of the company
        :return: ``{"checked", "changed", "locked", "without"}``: numbers of customers
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may decide the segments of all customers anew."))
        # sudo: every customer is concerned, also those the user does not see; the group was checked
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        mine = Domain("company_id", "in", [False, self.env.company.id])
        if partner_ids:
            try:
                chosen = partners.browse([int(partner_id) for partner_id in partner_ids]).exists()
            except (TypeError, ValueError) as error:
                raise UserError(self.env._("Customers are named by a list of their numbers, not by %s.", partner_ids)) from error
            partners = chosen.commercial_partner_id.filtered_domain(mine)
        else:
            partners = partners.search(self._buyers() & mine, order="id")
        return self._assign(partners)

    def action_assign_and_tell(self):
        """Button: decide anew for all customers, and say what changed."""
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "title": self.env._("Segments"),
                "message": self.env._(
                    "%(checked)s customers checked, %(changed)s changed, %(locked)s locked, %(without)s without segment.",
                    **self.action_assign()),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _buyers(self):
        """Who has a segment of its own: companies and people who stand for themselves."""
        return Domain([("partner_share", "=", True), "|", ("is_company", "=", True), ("parent_id", "=", False)])

    @api.model
    def _assign(self, partners):
        """Write segment and reason of ``partners``, which stand for themselves, and of the contacts below them."""
        result = {"checked": 0, "changed": 0, "locked": 0, "without": 0}
        for ids in split_every(BATCH, partners.ids):
            batch = partners.browse(ids).with_prefetch(ids)
            open_ones = batch.filtered(lambda partner: not partner.sales_os_segment_locked)
            wanted = self._wanted(open_ones)
            result["checked"] += len(batch)
            result["locked"] += len(batch - open_ones)
            result["changed"] += len(open_ones._sales_os_write_segments(wanted))
            result["without"] += len(batch.filtered(lambda partner: not partner.sales_os_segment_id))
            if len(partners) > BATCH:  # what follows from the segments is written now, so that memory does not grow with the customers
                self.env.flush_all()
                self.env.invalidate_all()
        return result

    @api.model
    def _wanted(self, partners):
        """Return ``{partner id: (segment id, reason)}``; a decision on the same figures keeps its reason and day."""
        subjects = partners.filtered(lambda partner: partner._sales_os_has_segment())
        wanted = dict.fromkeys((partners - subjects).ids, (False, False))
        if not subjects:
            return wanted
        today = fields.Date.context_today(self)
        words = self._words()
        for partner, buyer, company, rows in self._facts(subjects, today):
            decision = decide_segment(rows=rows, buyer=buyer)
            text = words(decision, buyer, company)
            known = partner.sales_os_segment_reason or ""
            unchanged = partner.sales_os_segment_id.id == (decision.winner or False) and known.startswith(text)
            wanted[partner.id] = (decision.winner or False, known if unchanged else f"{text} ({today})")
        return wanted

    @api.model
    def _facts(self, partners, today):
        """Yield ``(partner, Buyer, company, rows)``: the figures, whose they are, and the rows that speak of the customer."""
        sales = self._sales_of(partners, today)
        companies = self.env["res.company"]
        sellers = {entry.company for entries in sales.values() for entry in entries} | set(partners.company_id.ids)
        rates = self._rates(companies.browse(sellers), today)
        tags = {tag.id: frozenset(map(int, tag.parent_path.split("/")[:-1])) for tag in partners.category_id}
        for partner in partners:
            entries = sales.get(partner._origin.id, ())
            company = companies.browse(judging_company(own=partner.company_id.id or None, sales=entries) or ())
            revenue = Decimal(0)
            if entries:
                revenue = yearly_revenue(sales=entries, rates=rates[company.id], decimals=company.currency_id.decimal_places)
            buyer = Buyer(
                key=partner.id, revenue=revenue, orders=sum(entry.orders for entry in entries),
                traits={
                    "tag": frozenset().union(*(tags[tag.id] for tag in partner.category_id)),
                    "industry": frozenset(partner.industry_id.ids), "country": frozenset(partner.country_id.ids),
                })
            yield partner, buyer, company, self._rows_of(company.id)

    @api.model
    def _sales_of(self, partners, today):
        """Return ``{partner id: [Sales]}`` of the last 365 days: one query."""
        ids = partners._origin.ids
        if not ids:
            return {}
        self.env["sale.order"].flush_model(["partner_id", "company_id", "state", "date_order", "amount_untaxed", "currency_rate"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        found = defaultdict(list)
        for partner_id, company_id, orders, amount in self.env.execute_query(SQL(
            """SELECT partner.commercial_partner_id, sale.company_id, COUNT(*),
                      SUM(ROUND(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1), 6))
                 FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                WHERE sale.state = 'sale' AND sale.date_order >= %s AND sale.date_order < %s
                  AND partner.commercial_partner_id = ANY(%s)
             GROUP BY partner.commercial_partner_id, sale.company_id ORDER BY sale.company_id""",
            today - timedelta(days=DAYS), today + timedelta(days=1), ids,
        )):
            found[partner_id].append(Sales(company=company_id, amount=Decimal(amount or 0), orders=orders))
        return found

    @api.model
    def _rates(self, companies, today):
        """Return ``{company: {other company: worth of one unit of the other's currency}}``: queries grow with currencies only."""
        return {
            company.id: {
                other.id: Decimal(1) if other.currency_id == company.currency_id else Decimal(str(
                    self.env["res.currency"]._get_conversion_rate(other.currency_id, company.currency_id, company, today)))
                for other in companies
            }
            for company in companies
        }

    @api.model
    def _cron_assign(self):
        """Bring all customers up to date, batch by batch; goes on where it stopped."""
        if self.env["ir.cron"]._sales_os_has_jobs():
            # sudo: see action_assign
            ids = self.env["res.partner"].sudo().with_context(active_test=False).search(self._buyers(), order="id").ids
            batches = [(batch[0], batch[-1]) for batch in split_every(BATCH, ids, list)]
            return self.env["ir.cron"]._sales_os_queue(self, "_assign_between", batches)
        # sudo: the cron's own place in the list, a customer number
        parameters = self.env["ir.config_parameter"].sudo()
        last_id = int(parameters.get_param(CURSOR) or 0)
        # sudo: see action_assign
        customers = self.env["res.partner"].sudo().with_context(active_test=False)
        while partners := customers.search(self._buyers() & Domain("id", ">", last_id), order="id", limit=BATCH):
            self._assign(partners)
            last_id = partners[-1].id
            parameters.set_param(CURSOR, last_id)
            if not self.env["ir.cron"]._commit_progress(len(partners), remaining=1):
                return
        parameters.set_param(CURSOR, "0")
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _assign_between(self, first_id, last_id):
        """One job's part: the customers with these numbers."""
        # sudo: see action_assign
        customers = self.env["res.partner"].sudo().with_context(active_test=False)
        self._assign(customers.search(self._buyers() & Domain("id", ">=", first_id) & Domain("id", "<=", last_id), order="id"))
