from odoo import api, models


class SalesOsKpi(models.Model):
    """The sheet that explains a difference: from last year's revenue to this one's, step by step."""

    _inherit = "sales_os.kpi"

    @api.model
    def _sheet_bridge(self, book, parts):
        name = self.env._("Why It Changed")
        sheet = book.sheet(name, (30, 18, 18, 18, 18))
        book.heads(sheet, 0, (
            self.env._("Step"), self.env._("Amount"), self.env._("Below"), self.env._("More"), self.env._("Less")))
        last, reached = len(parts), 0.0
        for row, (label, amount) in enumerate(parts, 1):
            cell, is_end = row + 1, row in (1, last)
            sheet.write_string(row, 0, label, book.styles["text"])
            if row == last:
                sheet.write_formula(row, 1, f"=SUM(B2:B{row})", book.styles["total"], amount)
            else:
                sheet.write_number(row, 1, amount, book.styles["unit_money"])
            before = reached
            reached = amount if is_end else reached + amount
            # what a bar stands on: nothing for the first and the last, else the lower of where it begins and ends
            base = 0.0 if is_end else min(before, reached)
            below = "=0" if is_end else f"=MIN(SUM(B$2:B{row}),SUM(B$2:B{cell}))"
            sheet.write_formula(row, 2, below, book.styles["unit_money"], base)
            sheet.write_formula(row, 3, f"=MAX(B{cell},0)", book.styles["unit_money"], max(amount, 0.0))
            sheet.write_formula(row, 4, f"=MAX(-B{cell},0)", book.styles["unit_money"], max(-amount, 0.0))
        chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
        for column, fill in ((2, {"none": True}), (3, {"color": "#2e7d57"}), (4, {"color": "#b3261e"})):
            chart.add_series({
                "name": [name, 0, column], "categories": [name, 1, 0, last, 0], "values": [name, 1, column, last, column], "fill": fill,
                "gap": 40})
        chart.set_title({"name": name})
        chart.set_y_axis(book.money_axis(self.env._("Revenue")))
        chart.set_legend({"none": True})
        sheet.insert_chart(0, 6, chart, {"x_scale": 1.4, "y_scale": 1.3})
