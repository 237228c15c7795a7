import base64
import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from odoo import models
from odoo.exceptions import UserError

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (6, 12, 14, 18, 28, 22, 26, 14, 10, 14, 34)


class SalesOsCommissionStatement(models.Model):
    """The statement as a workbook: numbers are numbers, totals are formulas, and no text can become one."""

    _inherit = "sales_os.commission.statement"

    def action_xlsx(self):
        """The statement as XLSX.

        :return: ``{"filename": …, "mimetype": …, "data": base64}``
        """
        self.ensure_one()
        self.check_access("read")
        data = self.sudo()._workbook()  # sudo: as on the printed statement; the right to read it was checked
        if self.env.user._is_internal():
            self.env["sales_os.audit.entry"]._append(self, "export", new="xlsx")
        return {"filename": self._file_name("xlsx"), "mimetype": MIME, "data": base64.b64encode(data).decode()}

    def _file_name(self, extension):
        kind = self.env._("provisional-") if self.state == "draft" else ""
        return f"{kind}{self.name.replace('/', '-')}.{extension}"

    def action_download_xlsx(self):
        """Button: download the workbook."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/sales_os/commission_statement/{self.id}.xlsx", "target": "self"}

    def _workbook(self):
        if not self.entry_count:
            raise UserError(self.env._("%s has no lines to put into a workbook.", self.display_name))
        content, out = self._content(), io.BytesIO()
        with xlsxwriter.Workbook(out, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        }) as book:
            money_format = f"#,##0.{'0' * content['digits']}" if content["digits"] else "#,##0"
            styles = {
                "title": book.add_format({"bold": True, "font_size": 16}), "label": book.add_format({"font_color": "#666666"}),
                "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
                "money": book.add_format({"num_format": money_format}), "plain": book.add_format({"num_format": "#,##0.######"}),
                "percent": book.add_format({"num_format": '0.00####" %"'}),
                "total": book.add_format({"bold": True, "top": 1, "num_format": money_format}),
                "bold": book.add_format({"bold": True, "top": 1}), "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
                "warn": book.add_format({"bold": True, "font_color": "#b3261e"}), "text": book.add_format({}),
            }
            self._sheet_lines(book.add_worksheet(self.env._("Statement")), styles, content)
        return out.getvalue()

    def _sheet_lines(self, sheet, styles, content):
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, self.env._("Commission statement %s", content["number"]), styles["title"])
        facts = [
            (self.env._("Representative"), " ".join(filter(None, (content["rep"], content["code"])))),
            (self.env._("Company"), content["company"]), (self.env._("Currency"), content["currency"]),
            (self.env._("State"), content["state_label"]),
        ]
        for row, (label, value) in enumerate(facts, 1):
            sheet.write_string(row, 0, label, styles["label"])
            sheet.write_string(row, 2, value, styles["warn"] if content["is_provisional"] and row == len(facts) else styles["text"])
        days = ((self.env._("From"), "date_start"), (self.env._("To"), "date_end"), (self.env._("Payable from"), "payable_on"))
        for row, (label, name) in enumerate(days, 1):
            sheet.write_string(row, 4, label, styles["label"])
            if content[name]:
                sheet.write_datetime(row, 5, content[name], styles["date"])
        first = 7
        heads = (
            self.env._("No."), self.env._("Date"), self.env._("Kind"), self.env._("Document"), self.env._("Customer"), self.env._("Plan"),
            self.env._("Rule"), self.env._("Base"), self.env._("Rate"), self.env._("Commission"), self.env._("Remark"))
        for column, head in enumerate(heads):
            sheet.write_string(first - 1, column, head, styles["head"])
        sheet.freeze_panes(first, 0)
        for offset, line in enumerate(content["lines"]):
            self._write_line(sheet, styles, first + offset, line)
        last = first + len(content["lines"]) - 1
        sheet.write_string(last + 1, 8, self.env._("Total"), styles["bold"])
        column = (xl_rowcol_to_cell(first, 9), xl_rowcol_to_cell(last, 9))
        sheet.write_formula(last + 1, 9, f"=SUM({column[0]}:{column[1]})", styles["total"], float(content["total"]))
        self._write_parts(sheet, styles, last + 3, content, first, last)

    def _write_line(self, sheet, styles, row, line):
        sheet.write_number(row, 0, line["no"])
        sheet.write_datetime(row, 1, line["date"], styles["date"])
        for column, name in ((2, "kind_label"), (3, "document"), (4, "customer"), (5, "plan"), (6, "rule"), (10, "note")):
            sheet.write_string(row, column, line[name], styles["text"])
        sheet.write_number(row, 7, float(line["base"]), styles["plain"])
        sheet.write_number(row, 8, float(line["rate"]), styles["percent" if line["is_percent"] else "plain"])
        sheet.write_number(row, 9, float(line["amount"]), styles["money"])

    def _write_parts(self, sheet, styles, row, content, first, last):
        """Sums by kind and by plan, as formulas over the lines."""
        amounts = f"{xl_rowcol_to_cell(first, 9, True, True)}:{xl_rowcol_to_cell(last, 9, True, True)}"
        for title, column, parts in (
                (self.env._("By kind"), 2, content["by_kind"]), (self.env._("By plan"), 5, content["by_plan"])):
            names = f"{xl_rowcol_to_cell(first, column, True, True)}:{xl_rowcol_to_cell(last, column, True, True)}"
            sheet.write_string(row, 4, title, styles["head"])
            for offset, (label, amount) in enumerate(parts, 1):
                sheet.write_string(row + offset, 4, label, styles["text"])
                label_cell = xl_rowcol_to_cell(row + offset, 4)
                # EXACT compares texts as they are; the criteria of SUMIF would read "=…" or "*" in a name as an operator
                sheet.write_formula(
                    row + offset, 9, f"=SUMPRODUCT(EXACT({names},{label_cell})*{amounts})", styles["money"], float(amount))
            row += len(parts) + 2
