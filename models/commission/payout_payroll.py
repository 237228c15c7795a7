import base64
import csv
import io
from decimal import Decimal

import xlsxwriter

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.sales_os.algorithms.commission.statement import plain_cell

COLUMNS = ("code", "name", "statement", "date_start", "date_end", "pay_date", "currency", "amount")


class SalesOsCommissionPayout(models.Model):
    """The file for the payroll of employees: CSV or XLSX, one row a statement, amounts as numbers."""

    _inherit = "sales_os.commission.payout"

    def action_payroll_file(self, file_format="csv"):
        """The employees of a confirmed payout.

        :param file_format: ``csv`` or ``xlsx``
        :return: ``{"filename": …, "mimetype": …, "data": base64}``
        """
        self.ensure_one()
        self._check_may_pay()
        makers = {"csv": self._payroll_csv, "xlsx": self._payroll_xlsx}
        if not isinstance(file_format, str) or file_format not in makers:
            raise UserError(self.env._("A payroll file is csv or xlsx, not %s.", file_format))
        if self.state not in ("confirmed", "paid"):
            raise UserError(self.env._("Confirm %s first: payroll gets what is confirmed.", self.display_name))
        rows = self.sudo()._payroll_rows()  # sudo: names and codes of those paid; the right to pay was checked
        if not rows:
            raise UserError(self.env._("%s pays nobody by payroll.", self.display_name))
        data = makers[file_format](rows)
        self.env["sales_os.audit.entry"]._append(self, "export", new=f"payroll {file_format}: {len(rows)} rows")
        return {
            "filename": f"commissions-{self.name.replace('/', '-')}.{file_format}",
            "mimetype": {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}[file_format],
            "data": base64.b64encode(data).decode(),
        }

    def _payroll_rows(self):
        """Tuples in the order of :data:`COLUMNS`; amounts as Decimal."""
        lines = self.line_ids.filtered(lambda line: line.method == "payroll" and line.state != "released")
        return [
            (line.rep_id.code or "", line.rep_id.name, line.statement_id.name, str(line.statement_id.date_start),
             str(line.statement_id.date_end), str(self.date), line.currency_id.name, line.statement_id._exact(line.amount))
            for line in lines.sorted(lambda line: (line.rep_id.code or "", line.statement_id.date_start, line.id))]

    @api.model
    def _payroll_csv(self, rows):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([f"{cell:f}" if isinstance(cell, Decimal) else plain_cell(cell) for cell in row])
        # with a byte order mark spreadsheets read the names as UTF-8
        return out.getvalue().encode("utf-8-sig")

    @api.model
    def _payroll_xlsx(self, rows):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet("Payroll")
            bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(COLUMNS) - 1, 16)
            sheet.set_column(1, 1, 28)
            for column, name in enumerate(COLUMNS):
                sheet.write_string(0, column, name, bold)
            for number, row in enumerate(rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, Decimal):
                        sheet.write_number(number, column, float(cell), money)
                    else:
                        sheet.write_string(number, column, cell)
        return out.getvalue()

    def action_download_csv(self):
        return self._download("csv")

    def action_download_xlsx(self):
        return self._download("xlsx")

    def _download(self, file_format):
        file = self.action_payroll_file(file_format)
        # sudo: kept with the payout, and read by whoever may read that
        attachment = self.env["ir.attachment"].sudo().create({
            "name": file["filename"], "datas": file["data"], "mimetype": file["mimetype"], "res_model": self._name, "res_id": self.id,
        })
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=true", "target": "self"}
