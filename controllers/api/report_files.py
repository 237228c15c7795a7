"""A report as a file for spreadsheets; no text in it can become a formula."""

import csv
import io

import xlsxwriter

from odoo.addons.sales_os.algorithms.api.formula_cell import harmless


def _tables(report):
    figure = report.figure
    names = ["code", "name", "scope", "date_from", "date_to", "currency", "value", "target", "variance_to_plan"]
    yield "Figure", [*names, "narrowed_to"], [[
        figure.code, figure.name, report.scope, report.date_from, report.date_to, report.currency, figure.value, figure.target,
        figure.variance_to_plan, ", ".join(one.name for one in report.filters),
    ]]  # fmt: skip
    yield "Periods", ["date_from", "date_to", "value"], [[row.date_from, row.date_to, row.value] for row in report.periods]
    if report.groups:
        rows = [[row.id, row.name, row.value, row.share_percent] for row in report.groups]
        yield "Groups", ["id", "name", "value", "share_percent"], rows


def as_csv(report):
    """The tables one below the other, an empty line between them; UTF-8 with the mark that spreadsheets look for."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, (_title, names, rows) in enumerate(_tables(report)):
        if number:
            writer.writerow([])
        writer.writerow(names)
        writer.writerows([harmless(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(report):
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True})
        for title, names, rows in _tables(report):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, names, bold)
            sheet.set_column(0, len(names), 18)
            for number, row in enumerate(rows, 1):
                sheet.write_row(number, 0, [harmless(value) for value in row])
    return stream.getvalue()
