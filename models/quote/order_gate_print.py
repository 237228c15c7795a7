from odoo import models


class IrActionsReport(models.Model):
    """Every document of an order, ours and Odoo's, one or many at once, on paper, on screen or attached to a mail."""

    _inherit = "ir.actions.report"

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        # a saved file is handed out without rendering anything
        self._sales_os_check_print(self._get_report(report_ref), res_ids)
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _get_rendering_context(self, report, docids, data):
        self._sales_os_check_print(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _sales_os_check_print(self, report, res_ids):
        if report.model == "sale.order" and res_ids:
            ids = [res_ids] if isinstance(res_ids, int) else list(res_ids)
            self.env["sale.order"].browse(ids)._sales_os_open()._sales_os_check_gate("print")
