from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.misc import split_every

BATCH = 5_000
CURSOR = "sales_os.territory_assign_cursor"


class SalesOsTerritoryAssign(models.Model):
    """Apply the rules to all customers: batch by batch, a constant number of queries each."""

    _inherit = "sales_os.territory"

    def action_assign(self, partner_ids=False):
        """Put every customer into the territory that the rules in force give; locked customers stay.

        :param partner_ids: only these customers; default all of the company
        :return: ``{"checked", "moved", "locked", "without"}``: numbers of customers
        """
        if not self.env.su and not self.env.user.has_group("sales_os.group_admin"):
            raise AccessError(self.env._("Only an administrator of Sales OS may assign all customers anew."))
        company = self.env.company
        version = self._version_in_force(company)
        # sudo: every customer is concerned, also those the user does not see; the group was checked
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        if partner_ids:
            partners = partners.browse(self._sales_os_ids(partner_ids)).exists()
        else:
            partners = partners.search(self._customers_of(company), order="id")
        return self._assign(partners, company, version)

    @api.model
    def _customers_of(self, company):
        """Whom the rules of ``company`` speak of."""
        return fields.Domain([("partner_share", "=", True), ("company_id", "in", [False, company.id])])

    @api.model
    def _assign(self, partners, company, version):
        """Write territory and reason of ``partners`` under ``version``; the audit entries come at the end."""
        result = {"checked": 0, "moved": 0, "locked": 0, "without": 0}
        moved, old = self.env["res.partner"].sudo().browse(), {}  # sudo: see action_assign
        for ids in split_every(BATCH, partners.ids):
            batch = partners.browse(ids).with_prefetch(ids)
            concerned = batch.filtered(lambda partner: partner._sales_os_territory_company() == company)
            result["checked"] += len(concerned)
            locked = concerned.filtered("sales_os_territory_locked")
            result["locked"] += len(locked)
            for partner_id, territory_id in self._write_decisions(concerned - locked, company, version).items():
                old[partner_id] = self.browse(territory_id)
                moved |= partners.browse(partner_id)
            result["without"] += len(concerned.filtered(lambda partner: not partner.sales_os_territory_id))
        result["moved"] = len(moved)
        moved._sales_os_audit_moves(old)
        return result

    @api.model
    def _write_decisions(self, partners, company, version):
        """Write what changed in one statement; return ``{moved partner id: id of the territory it left}``."""
        subjects = partners.filtered(lambda partner: partner._sales_os_has_territory())
        wanted = subjects._sales_os_wanted(self._decide(subjects._sales_os_facts(), company, version))
        wanted |= {partner.id: (False, False) for partner in partners - subjects}
        changes, left = [], {}
        for partner in partners:
            territory_id, reason = wanted[partner.id]
            if partner.sales_os_territory_id.id != territory_id:
                left[partner.id] = partner.sales_os_territory_id.id
            if partner.id in left or (partner.sales_os_territory_reason or False) != reason:
                changes.append((partner.id, territory_id or None, reason or None))
        if changes:
            names = ["sales_os_territory_id", "sales_os_territory_reason"]
            partners.flush_recordset()
            self.env.cr.execute(SQL(
                """UPDATE res_partner partner
                      SET sales_os_territory_id = new.territory_id, sales_os_territory_reason = new.reason,
                          write_uid = %s, write_date = %s
                     FROM unnest(%s::int[], %s::int[], %s::text[]) AS new(id, territory_id, reason)
                    WHERE partner.id = new.id""",
                self.env.uid, self.env.cr.now(), *(list(column) for column in zip(*changes, strict=True))))
            changed = partners.browse([change[0] for change in changes])
            changed.invalidate_recordset([*names, "write_uid", "write_date"], flush=False)
            partners.browse(left).modified(["sales_os_territory_id"])
        return left

    @api.model
    def _cron_assign(self):
        """Bring all customers up to date, company by company; goes on where it stopped."""
        if self.env["ir.cron"]._sales_os_has_jobs():
            return self._queue_assign()
        # sudo: the cron's own place in the list, a company and a customer number
        parameters = self.env["ir.config_parameter"].sudo()
        company_id, _sep, last_id = (parameters.get_param(CURSOR) or "0:0").partition(":")
        companies = self.env["res.company"].search([("id", ">=", int(company_id))], order="id")
        last_id = int(last_id) if companies[:1].id == int(company_id) else 0
        for company in companies:
            territories = self.with_company(company)
            version = self._version_in_force(company)
            if not self.env["sales_os.territory.rule"]._rules_of(company.id, version.id):
                continue
            # sudo: see action_assign
            customers = territories.env["res.partner"].sudo().with_context(active_test=False)
            while partners := customers.search(
                self._customers_of(company) & fields.Domain("id", ">", last_id), order="id", limit=BATCH
            ):
                territories._assign(partners, company, version)
                last_id = partners[-1].id
                parameters.set_param(CURSOR, f"{company.id}:{last_id}")
                if not self.env["ir.cron"]._commit_progress(len(partners), remaining=1):
                    return
            last_id = 0
        parameters.set_param(CURSOR, "0:0")
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _queue_assign(self):
        """The same as jobs, a batch each; whoever came since then is in the batch of the numbers around."""
        for company in self.env["res.company"].search([("active", "=", True)], order="id"):
            # sudo: see action_assign
            ids = self.env["res.partner"].sudo().with_context(active_test=False).search(self._customers_of(company), order="id").ids
            batches = [(company, batch[0], batch[-1]) for batch in split_every(BATCH, ids, list)]
            self.env["ir.cron"]._sales_os_queue(self.with_company(company), "_assign_between", batches)

    @api.model
    def _assign_between(self, company, first_id, last_id):
        version = self._version_in_force(company)
        if not self.env["sales_os.territory.rule"]._rules_of(company.id, version.id):
            return
        # sudo: see action_assign
        customers = self.with_company(company).env["res.partner"].sudo().with_context(active_test=False)
        between = fields.Domain("id", ">=", first_id) & fields.Domain("id", "<=", last_id)
        self.with_company(company)._assign(customers.search(self._customers_of(company) & between, order="id"), company, version)
