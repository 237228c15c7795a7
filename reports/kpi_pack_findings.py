from odoo import api, models


class SalesOsKpi(models.Model):
    """The sheets of what a pack found out: what stands out, what promotions brought, what customers are worth by when they came."""

    _inherit = "sales_os.kpi"

    @api.model
    def _sheet_exceptions(self, book, found):
        sheet = book.sheet(self.env._("Exceptions"), (30, 40, 18, 18, 14))
        book.heads(sheet, 0, (
            self.env._("What"), self.env._("Who or Which"), self.env._("Value"), self.env._("Usual"), self.env._("Robust z")))
        for number, row in enumerate(found["rows"], 1):
            for column, text in enumerate((row["kind"], row["name"])):
                sheet.write_string(number, column, text, book.styles["text"])
            for column, value in ((2, row["value"]), (3, row["usual"])):
                sheet.write_number(number, column, value, book.styles[f"unit_{row['unit']}"])
            sheet.write_number(number, 4, row["score"], book.styles["unit_ratio"])
        last = len(found["rows"]) + 2
        sheet.write_string(last, 0, self.env._("Robust z = 0.6745 × (value − median) ÷ median deviation; beyond 3.5 stands out."),
                           book.styles["label"])
        if found["gather"]:
            book.heads(sheet, last + 2, (self.env._("Unusual discounts"), self.env._("Of"), self.env._("Number"), self.env._("Share")))
            for number, row in enumerate(found["gather"], last + 3):
                sheet.write_string(number, 1, row["name"], book.styles["text"])
                sheet.write_number(number, 2, row["count"], book.styles["unit_count"])
                sheet.write_number(number, 3, row["share"], book.styles["unit_percent"])

    @api.model
    def _sheet_promotions(self, book, rows):
        name, last = self.env._("Promotions"), len(rows)
        sheet = book.sheet(name, (44, 12, 12, 16, 16, 12, 18, 18, 18, 22))
        book.heads(sheet, 0, (
            self.env._("Promotion"), self.env._("From"), self.env._("To"), self.env._("Sold"), self.env._("Usual"),
            self.env._("Uplift"), self.env._("Uplift by last year"), self.env._("More, less what is missing after"),
            self.env._("Margin less discounts"), self.env._("Verdict")))
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, 0, row["name"], book.styles["text"])
            sheet.write_datetime(number, 1, row["date_from"], book.styles["date"])
            sheet.write_datetime(number, 2, row["date_to"], book.styles["date"])
            sheet.write_number(number, 3, row["sold"], book.styles["unit_money"])
            if row["baseline"] is not False:
                sheet.write_number(number, 4, row["baseline"], book.styles["unit_money"])
            if row["uplift"] is not False:
                line = number + 1
                sheet.write_formula(number, 5, f'=IF(E{line}=0,"n/a",(D{line}-E{line})/E{line})', book.styles["share"], row["uplift"] / 100)
            if row["last_year_uplift"] is not False:
                sheet.write_number(number, 6, row["last_year_uplift"] / 100, book.styles["share"])
            for column, value in ((7, row["net"]), (8, row["effect"])):
                if value is not False:
                    sheet.write_number(number, column, value, book.styles["unit_money"])
            sheet.write_string(number, 9, row["verdict"], book.styles["text"])
        sheet.write_string(last + 2, 0, self.env._(
            "Usual: the mean of the four windows of the same length just before, which is blind to seasons. By last year: the same days a "
            "year ago, grown as the windows before did. Prices of a pricelist with a first and a last day count as promotions."),
            book.styles["label"])
        chart = book.file.add_chart({"type": "column"})
        for column in (3, 4):
            chart.add_series({"name": [name, 0, column], "categories": [name, 1, 0, last, 0], "values": [name, 1, column, last, column]})
        chart.set_title({"name": name})
        chart.set_y_axis(book.money_axis(self.env._("Revenue")))
        chart.set_legend({"position": "bottom"})
        sheet.insert_chart(last + 4, 0, chart, {"x_scale": 1.6, "y_scale": 1.3})

    @api.model
    def _sheet_cohorts(self, book, rows):
        name, last = self.env._("Value by Cohort"), len(rows)
        sheet = book.sheet(name, (22, 12, 20, 24, 18, 14))
        book.heads(sheet, 0, (
            self.env._("First order"), self.env._("Customers"), self.env._("Ordered so far, of one"),
            self.env._("Expected in 52 weeks, of one"), self.env._("Together, of one"), self.env._("Still alive")))
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, 0, row["name"], book.styles["text"])
            sheet.write_number(number, 1, row["customers"], book.styles["unit_count"])
            sheet.write_number(number, 2, row["ordered"], book.styles["unit_money"])
            sheet.write_number(number, 3, row["expected"], book.styles["unit_money"])
            sheet.write_formula(number, 4, f"=C{number + 1}+D{number + 1}", book.styles["unit_money"], row["ordered"] + row["expected"])
            sheet.write_number(number, 5, row["alive"], book.styles["unit_percent"])
        chart = book.file.add_chart({"type": "column", "subtype": "stacked"})
        for column in (2, 3):
            chart.add_series({"name": [name, 0, column], "categories": [name, 1, 0, last, 0], "values": [name, 1, column, last, column]})
        chart.set_title({"name": name})
        chart.set_y_axis(book.money_axis(self.env._("Of one customer")))
        chart.set_legend({"position": "bottom"})
        sheet.insert_chart(0, 7, chart, {"x_scale": 1.4, "y_scale": 1.3})
