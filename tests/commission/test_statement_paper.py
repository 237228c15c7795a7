"""The statement on paper and as a workbook: the same numbers as the ledger, to the cent, and readable by machine."""

import base64
import io
import re

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tools import format_date
from odoo.tools.pdf import PdfFileReader

from .test_statement import StatementCase


@freeze_time("2026-02-05 09:00:00")
class TestStatementPaper(StatementCase):
    def test_the_workbook_holds_numbers_and_formulas_and_equals_the_ledger(self):
        from openpyxl import load_workbook

        partner = self.make_partner("=HYPERLINK(\"http://x\")")
        plan = self.make_commission_plan(self.rep)
        self.make_invoice(1000.1, 333.33, 0.99, partner=partner, date="2026-01-10")
        self.settle(plan, "2026-01-31")
        statement = self.statements(self.rep)
        data = base64.b64decode(statement.with_user(self.user_rep).action_xlsx()["data"])
        formulas, values = load_workbook(io.BytesIO(data)).active, load_workbook(io.BytesIO(data), data_only=True).active
        rows = [row for row in values.iter_rows(min_row=8, values_only=True) if isinstance(row[0], (int, float))]
        self.assertEqual([round(row[9], 2) for row in rows], statement.entry_ids.sorted("id").mapped("amount"))
        rates = [row[8] for row in formulas.iter_rows(min_row=8) if isinstance(row[0].value, (int, float))]
        self.assertEqual({(rate.value, rate.number_format) for rate in rates}, {(5, '0.00####" %"')}, "a rate says that it is percent")
        total = next(row for row in formulas.iter_rows() if row[8].value == "Total")
        self.assertEqual(total[9].value, f"=SUM(J8:J{7 + len(rows)})")
        self.assertEqual(round(values.cell(total[9].row, 10).value, 2), statement.amount)
        names = [cell for row in formulas.iter_rows() for cell in row if cell.value == partner.display_name]
        self.assertEqual({cell.data_type for cell in names}, {"s"})

    def test_the_printed_statement_says_what_the_ledger_says(self):
        statement = self.make_statement(1000.1, 333.33, 0.99)
        html = self.env["ir.actions.report"]._render_qweb_html("sales_os.report_commission_statement", statement.ids)[0].decode()
        for entry in statement.entry_ids:
            self.assertIn(f"{entry.amount:.2f}", html)
            self.assertIn(entry.move_id.name, html)
        self.assertIn(statement.currency_id.format(statement.amount), html)
        self.assertNotIn("Provisional", html)

    def test_a_provisional_statement_says_so_on_paper(self):
        statement = self.make_statement(state="draft")
        html = self.env["ir.actions.report"]._render_qweb_html("sales_os.report_commission_statement", statement.ids)[0].decode()
        self.assertIn("Provisional: this statement may still change", html)

    def test_others_cannot_print_it(self):
        statement = self.make_statement()
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.user_rep2)._render_qweb_html(
                "sales_os.report_commission_statement", statement.ids)
        with self.assertRaises(AccessError):
            statement.with_user(self.user_rep2).action_xlsx()
        with self.assertRaises(AccessError):
            statement.with_user(self.user_rep2).action_content()

    def printed(self, statement):
        """The text of the PDF's pages, spaces and line ends as single spaces."""
        reports = self.env["ir.actions.report"].with_user(self.user_rep).with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf("sales_os.report_commission_statement", statement.ids)
        self.assertEqual(kind, "pdf")
        return [" ".join(page.extract_text().split()) for page in PdfFileReader(io.BytesIO(content)).pages]

    def check_lines(self, statement, text):
        """Behind the number of each document, and before the next one's, stands the amount that the ledger holds."""
        rest = text
        for entry in statement.entry_ids.sorted(lambda entry: (entry.date, entry.id)):
            before, found, rest = rest.partition(entry.move_id.name)
            self.assertTrue(found, f"{entry.move_id.name} is not printed, or not in its place")
            row = re.split(r"INV/|Total", rest, maxsplit=1)[0]
            self.assertIn(f"{entry.amount:,.2f}", row)

    def test_the_pdf_tells_who_when_each_amount_and_the_total(self):
        statement = self.make_statement(1000.1, 333.33, 12345.67)
        statement.with_user(self.user_manager).action_approve()
        text = " ".join(self.printed(statement))
        for words in (
            self.rep.name, statement.name, format_date(self.env, statement.date_start), format_date(self.env, statement.date_end),
            "Approved by So Manager", self.company.name,
        ):
            self.assertIn(words, text)
        self.assertNotIn("Provisional", text)
        self.check_lines(statement, text)
        self.assertRegex(text, rf"Total \$ ?{re.escape(f'{statement.amount:,.2f}')} Every line is an entry")
        self.assertEqual(round(sum(statement.entry_ids.mapped("amount")), 2), statement.amount)

    def test_a_long_statement_runs_over_pages_and_loses_no_line(self):
        plan = self.make_commission_plan(self.rep)
        for number in range(1, 61):
            self.make_invoice(100 + number, date="2026-01-10")
        self.settle(plan, "2026-01-31")
        statement = self.statements(self.rep)[-1:]
        pages = self.printed(statement)
        self.assertGreater(len(pages), 1)
        self.check_lines(statement, " ".join(pages))
