from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.image import image_data_uri
from odoo.tools.misc import format_amount, formatLang

from odoo.addons.sales_os.algorithms.quote.ink_colour import ink, tint

FALLBACK_COLOUR = "#714B67"


class ReportSalesOsCommissionStatement(models.AbstractModel):
    """The statement on paper: what the screen says, in the representative's language."""

    _name = "report.sales_os.report_commission_statement"
    _description = "Commission Statement"

    @api.model
    def _get_report_values(self, docids, data=None):
        statements = self.env["sales_os.commission.statement"].browse(docids).exists()
        if not statements:
            raise UserError(self.env._("There is no statement to print."))
        statements.check_access("read")
        pages = []
        for statement in statements:
            lang = statement.rep_id.partner_id.lang or self.env.lang or "en_US"
            # sudo: whoever may read the statement may print it, with the names and the logo that belong on it
            pages.append(self.with_context(lang=lang)._page(statement.sudo().with_context(lang=lang)))
        return {"doc_ids": docids, "doc_model": statements._name, "pages": pages}

    @api.model
    def _page(self, statement):
        company, rep = statement.company_id, statement.rep_id
        direction = self.env["res.lang"]._get_data(code=self.env.lang).direction
        content = statement._content()
        money = self._money_of(statement)
        return {
            **content, "statement": statement, "company_name": company.name, "lang": self.env.lang,
            "html_lang": (self.env.lang or "en_US").replace("_", "-"), "direction": "rtl" if direction == "rtl" else "ltr",
            "start": "right" if direction == "rtl" else "left", "end": "left" if direction == "rtl" else "right",
            "ink": ink(colour=company.primary_color, fallback=FALLBACK_COLOUR),
            "ground": tint(colour=company.primary_color, fallback=FALLBACK_COLOUR),
            "logo": image_data_uri(company.logo) if company.logo else False, "money": money, "number_text": self._number,
            "day": lambda value: format_date(self.env, value),
            "address": [line for line in (rep.partner_id._display_address(without_company=True) or "").splitlines() if line.strip()],
            "waiting": statement._waiting(), "payments": self._payments(statement),
            "snapshot": statement.snapshot_ids[-1:] if statement.state != "draft" else statement.snapshot_ids.browse(),
            "approved_by": statement.approved_by_id.name, "approved_on": statement.approved_on,
        }

    @api.model
    def _money_of(self, statement):
        return lambda amount: format_amount(self.env, float(amount), statement.currency_id)

    @api.model
    def _number(self, value, digits=2):
        return formatLang(self.env, float(value), digits=digits)

    @api.model
    def _payments(self, statement):
        states = dict(statement.payout_line_ids._fields["state"]._description_selection(self.env))
        return [
            {"date": line.payout_id.date, "name": line.move_id.name or line.payout_id.name, "state": states[line.state],
             "amount": line.amount, "paid": line.paid_amount}
            for line in statement.payout_line_ids if line.state != "released"]
