from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class SalesOsRetentionRule(models.Model):
    """Which contacts are done with: persons with whom there was business, and is none any more."""

    _inherit = "sales_os.retention.rule"

    def _due_domain(self):
        domain = super()._due_domain()
        return domain & self._idle_contacts(self._before()) if self.model == "res.partner" else domain

    def _stays_words(self):
        return {**super()._stays_words(), "res.partner": self.env._(
            "Orders, invoices and visits stay with “Erased person”: books must be kept, figures too. A no to e-mails stays on the "
            "blacklist. Kept as they are: companies, logins, employees, suppliers, whoever has an open quote, an open lead, an unpaid "
            "invoice or a planned activity, wrote to you or said yes to messages in that time, and contacts with whom there never was "
            "business.")}

    @api.model
    def _idle_contacts(self, before):
        """Domain of the persons who, and whose company, had business with us, but none since ``before`` and nothing open now."""
        self.env.flush_all()
        domain = Domain([("is_company", "=", False), ("sales_os_erased_on", "=", False), ("supplier_rank", "=", 0)])
        domain &= Domain("commercial_partner_id", "in", SQL(" UNION ").join(self._business(None)))
        domain &= Domain("commercial_partner_id", "not in", SQL(" UNION ").join(self._business(before)))
        return domain & Domain("id", "not in", SQL(" UNION ").join(self._needed(before)))

    @api.model
    def _business(self, before):
        """SQL statements that tell commercial partners with business; with a day only what came since or is open."""
        recent = {
            "sale_order": SQL("(doc.date_order >= %s OR doc.state IN ('draft', 'sent'))", before),
            "account_move": SQL("""(doc.state = 'posted' AND (COALESCE(doc.invoice_date, doc.date) >= %s
                                     OR doc.payment_state IN ('not_paid', 'partial', 'in_payment')))""", before),
            "crm_lead": SQL(
                "(doc.create_date >= %s OR doc.date_closed >= %s OR (doc.active AND doc.won_status = 'pending'))", before, before),
            "sales_os_visit": SQL("(doc.date_start >= %s OR doc.state IN ('planned', 'in_progress'))", before),
        }
        for table, condition in recent.items():
            yield SQL(
                """SELECT owner.commercial_partner_id FROM %s doc JOIN res_partner owner ON owner.id = doc.partner_id
                    WHERE owner.commercial_partner_id IS NOT NULL AND %s""",
                SQL.identifier(table), condition if before else SQL("TRUE"))

    @api.model
    def _needed(self, before):
        """SQL statements that tell persons who are needed or heard from themselves. Apps that know more of such add theirs."""
        yield SQL("SELECT partner_id FROM res_users WHERE partner_id IS NOT NULL")
        yield SQL("SELECT partner_id FROM sales_os_rep WHERE partner_id IS NOT NULL")
        yield SQL("SELECT res_id FROM mail_activity WHERE res_model = 'res.partner' AND active AND res_id IS NOT NULL")
        yield SQL("SELECT author_id FROM mail_message WHERE author_id IS NOT NULL AND date >= %s", before)
        yield SQL(
            """SELECT id FROM res_partner WHERE sales_os_consent_date >= %s
                  AND 'given' IN (sales_os_mail_consent, sales_os_sms_consent)""", before)
        if "hr.employee" in self.env:
            yield SQL("SELECT work_contact_id FROM hr_employee WHERE work_contact_id IS NOT NULL")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _sales_os_anonymise(self):
        self._sales_os_erase()
