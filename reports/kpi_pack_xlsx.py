import base64
import os
import tempfile

import xlsxwriter

from odoo import api, models

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# how a unit is shown in a cell; percentages are kept as the numbers people read
FORMATS = {
    "money": "#,##0.00", "money_per_day": "#,##0.00", "money_per_hour": "#,##0.00", "percent": '#,##0.0" %"', "points": "#,##0.0",
    "days": "#,##0.0", "hours": "#,##0.0", "count": "#,##0", "units": "#,##0.##", "ratio": "#,##0.00", "score": "#,##0", "index": "#,##0",
}


class Book:
    """A workbook written row by row, so that its memory does not grow with its rows; texts can never become formulas."""

    def __init__(self, path, currency):
        self.currency = currency
        self.file = xlsxwriter.Workbook(path, {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
        self.styles = {
            "title": self.file.add_format({"bold": True, "font_size": 16}), "label": self.file.add_format({"font_color": "#666666"}),
            "head": self.file.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
            "section": self.file.add_format({"bold": True, "bg_color": "#f1f3f5"}), "text": self.file.add_format({}),
            "date": self.file.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "share": self.file.add_format({"num_format": "0.0 %"}),
            "total": self.file.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"}),
            **{f"unit_{unit}": self.file.add_format({"num_format": text}) for unit, text in FORMATS.items()},
        }

    def sheet(self, name, widths):
        sheet = self.file.add_worksheet(name[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def money_axis(self, name):
        """An axis of a chart that says what it measures, in which currency, without cents."""
        return {"name": f"{name} ({self.currency})", "num_format": "#,##0", "name_font": {"bold": False}}

    def heads(self, sheet, row, heads):
        for column, head in enumerate(heads):
            sheet.write_string(row, column, head, self.styles["head"])


class SalesOsKpi(models.Model):
    """The pack as a workbook: figures with formulas, charts that follow the cells, and every line behind them."""

    _inherit = "sales_os.kpi"

    @api.model
    def _pack_xlsx(self, place, span):
        content = self._pack_content(place, span)
        handle, path = tempfile.mkstemp(suffix=".xlsx")
        os.close(handle)
        try:
            book = Book(path, content["currency"])
            self._sheet_figures(book, content)
            self._sheet_months(book, content)
            for name, rows in content["breakdowns"]:
                self._sheet_breakdown(book, name, rows)
            if content["bridge"]:
                self._sheet_bridge(book, content["bridge"])
            for name in ("promotions", "cohorts"):
                if content[name]:
                    getattr(self, f"_sheet_{name}")(book, content[name])
            if content["exceptions"]["rows"]:
                self._sheet_exceptions(book, content["exceptions"])
            count = self._sheet_lines(book, place, span)
            book.file.close()
            with open(path, "rb") as file:
                data = base64.b64encode(file.read()).decode()
        finally:
            os.unlink(path)
        narrowed = "".join(f" {one['code']}:{one['id']}" for one in content["filters"])
        self.env["sales_os.audit.entry"]._append_rows([{
            "model": self._name, "res_id": 0, "event": "export", "old_value": "", "reason": "", "company_id": self.env.company.id,
            "new_value": f"xlsx {content['scope']['kind']}:{content['scope']['id']} {span[0]} {span[1]}{narrowed}, {count} lines"}])
        return {"filename": self._pack_name(content, "xlsx"), "mimetype": MIME, "data": data}

    @api.model
    def _sheet_figures(self, book, content):
        sheet = book.sheet(self.env._("Figures"), (34, 16, 16, 16, 16, 14, 16, 14, 60))
        sheet.write_string(0, 0, content["scope"]["name"], book.styles["title"])
        sheet.write_datetime(1, 0, content["date_from"], book.styles["date"])
        sheet.write_datetime(1, 1, content["date_to"], book.styles["date"])
        sheet.write_string(1, 2, content["currency"], book.styles["label"])
        if content["filters"]:
            sheet.write_string(2, 0, self._narrowed_words(content["filters"]), book.styles["label"])
        book.heads(sheet, 3, (
            self.env._("Figure"), self.env._("Value"), self.env._("Target"), self.env._("Of target"), self.env._("Period before"),
            self.env._("Change"), self.env._("Last year"), self.env._("Change"), self.env._("How it is worked out")))
        sheet.freeze_panes(4, 1)
        row = 4
        for heading, figures in content["sections"]:
            sheet.write_string(row, 0, heading, book.styles["section"])
            for number, figure in enumerate(figures, row + 1):
                self._write_figure(sheet, book.styles, number, figure)
            row += len(figures) + 1

    @api.model
    def _write_figure(self, sheet, styles, row, figure):
        style, line = styles[f"unit_{figure['unit']}"], row + 1
        sheet.write_string(row, 0, figure["name"], styles["text"])
        values = {1: (figure["value"], figure["state"] == "ok"), 2: (figure["target"], figure["target"] is not False)}
        values |= {4: (figure["previous"], figure["previous"] is not False), 6: (figure["before"], figure["before"] is not False)}

        def change(column, letter):
            if not values[column][1] or not values[1][1]:
                return
            before, now = values[column][0], values[1][0]
            sheet.write_formula(
                row, column + 1, f'=IF({letter}{line}=0,"n/a",(B{line}-{letter}{line})/ABS({letter}{line}))', styles["share"],
                (now - before) / abs(before) if before else "n/a")
        for column in range(1, 8):
            if column in values:
                if values[column][1]:
                    sheet.write_number(row, column, values[column][0], style)
                elif column == 1:
                    sheet.write_string(row, 1, figure["text"], styles["label"])
            elif column == 3 and figure["target_note"] and figure["attainment_percent"] is not False:
                # not of the value beside it, but of what those who have a target achieved
                sheet.write_number(row, 3, figure["attainment_percent"] / 100, styles["share"])
            elif column == 3 and values[2][1] and values[1][1]:
                sheet.write_formula(row, 3, f'=IF(C{line}=0,"n/a",B{line}/C{line})', styles["share"], values[1][0] / values[2][0])
            elif column in (5, 7):
                change(column - 1, "E" if column == 5 else "G")
        sheet.write_string(row, 8, figure["formula"], styles["label"])

    @api.model
    def _sheet_months(self, book, content):
        name, points = self.env._("Months"), content["series"]["points"]
        sheet = book.sheet(name, (14, 18, 18, 14))
        book.heads(sheet, 0, (self.env._("Month"), self.env._("Revenue"), self.env._("A year before"), self.env._("Change")))
        for row, (point, before) in enumerate(zip(points, content["series_before"], strict=True), 1):
            value = point["value"] or 0.0
            sheet.write_string(row, 0, point["date_from"][:7], book.styles["text"])
            sheet.write_number(row, 1, value, book.styles["unit_money"])
            sheet.write_number(row, 2, before, book.styles["unit_money"])
            sheet.write_formula(
                row, 3, f'=IF(C{row + 1}=0,"n/a",(B{row + 1}-C{row + 1})/ABS(C{row + 1}))', book.styles["share"],
                (value - before) / abs(before) if before else "n/a")
        last = len(points)
        sheet.write_string(last + 1, 0, self.env._("Sum"), book.styles["total"])
        for column, letter, values in ((1, "B", [point["value"] or 0.0 for point in points]), (2, "C", content["series_before"])):
            sheet.write_formula(last + 1, column, f"=SUM({letter}2:{letter}{last + 1})", book.styles["total"], sum(values))
        chart = book.file.add_chart({"type": "column"})
        line = book.file.add_chart({"type": "line"})
        chart.add_series({"name": [name, 0, 1], "categories": [name, 1, 0, last, 0], "values": [name, 1, 1, last, 1]})
        line.add_series({"name": [name, 0, 2], "categories": [name, 1, 0, last, 0], "values": [name, 1, 2, last, 2],
                         "line": {"dash_type": "dash"}})
        chart.combine(line)
        chart.set_title({"name": self.env._("Revenue by month")})
        chart.set_y_axis(book.money_axis(self.env._("Revenue")))
        chart.set_legend({"position": "bottom"})
        sheet.insert_chart(0, 5, chart, {"x_scale": 1.5, "y_scale": 1.3})

    @api.model
    def _sheet_breakdown(self, book, group_by, rows):
        names = self._breakdown_names()
        name, last = names[group_by], len(rows)
        sheet = book.sheet(name, (38, 18, 12))
        book.heads(sheet, 0, (name, self.env._("Revenue"), self.env._("Share")))
        whole = sum(row["value"] for row in rows)
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, 0, row["name"], book.styles["text"])
            sheet.write_number(number, 1, row["value"], book.styles["unit_money"])
            sheet.write_formula(
                number, 2, f'=IF(SUM($B$2:$B${last + 1})=0,"n/a",B{number + 1}/SUM($B$2:$B${last + 1}))', book.styles["share"],
                row["value"] / whole if whole else "n/a")
        if not rows:
            return
        sheet.write_string(last + 1, 0, self.env._("Sum"), book.styles["total"])
        sheet.write_formula(last + 1, 1, f"=SUM(B2:B{last + 1})", book.styles["total"], whole)
        chart = book.file.add_chart({"type": "bar"})
        chart.add_series({"name": name, "categories": [name, 1, 0, last, 0], "values": [name, 1, 1, last, 1]})
        chart.set_title({"name": name})
        chart.set_x_axis(book.money_axis(self.env._("Revenue")))
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        sheet.insert_chart(0, 4, chart, {"x_scale": 1.3, "y_scale": 1.4})

    @api.model
    def _breakdown_names(self):
        return {
            "channel": self.env._("Channels"), "category": self.env._("Categories"), "segment": self.env._("Segments"),
            "territory": self.env._("Territories"), "owner": self.env._("Representatives"), "customer": self.env._("Customers")}
