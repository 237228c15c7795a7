import io
import os
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tools.pdf import PdfFileReader

from .quote_case import QuoteDocumentCase

# a folder in which the PDFs are kept for looking at them
KEEP = os.environ.get("SALES_OS_KEEP_PDF")


class TestQuoteReport(QuoteDocumentCase):
    def html(self, orders, report="sales_os.report_quote", user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_rep)
        return reports._render_qweb_html(report, orders.ids)[0].decode()

    def pdf(self, orders, report="sales_os.report_quote", keep=None):
        reports = self.env["ir.actions.report"].with_user(self.user_rep).with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = reports._render_qweb_pdf(report, orders.ids)
        if KEEP and keep:
            Path(KEEP, f"{keep}.pdf").write_bytes(content)
        return PdfFileReader(io.BytesIO(content)).pages

    def text(self, pages):
        return "\n".join(page.extract_text() for page in pages)

    def test_it_tells_all(self):
        order = self.make_quote(client_order_ref="PO 4711")
        self.offer(order)
        self.offer(order, self.lease)
        html = self.html(order)
        for words in (
            order.name, "Quotation", "Nordlicht Werkstätten GmbH", "Hafenstraße 12", "PO 4711", "2099", "Workbench 1", "Oak top",
            "from 10 Units: 720.00", "from 50 Units: 640.00", "Drawer unit on wheels", "not included in the total", "1,600.00",
            "36 months at 5.9 %", "Lease 48", "Paid at once", "Effective rate a year", "Subject to the bank", "Delivery within four weeks",
            "So Rep", "+49 30 1234567", "Account manager", "Place, date, name and signature", order._sales_os_content_hashes()[order.id][:16],
        ):
            with self.subTest(words=words):
                self.assertIn(words, html)

    def test_nothing_in_it_is_fetched(self):
        html = self.html(self.make_quote())
        for outside in ('src="/', 'src="http', "<link", "url(", "<script"):
            self.assertNotIn(outside, html)

    def test_the_pdf(self):
        order = self.make_quote(lines=3)
        self.offer(order)
        self.offer(order, self.lease)
        pages = self.pdf(order, keep="quote-3")
        text = self.text(pages)
        for words in (order.name, "Nordlicht Werkstätten GmbH", "Workbench 3", "Ways to pay"):
            self.assertIn(words, text)

    def test_many_lines(self):
        for lines in (1, 30, 200):
            order = self.make_quote(lines=lines)
            pages = self.pdf(order, keep=f"quote-{lines}-lines")
            text = self.text(pages)
            self.assertIn(f"Workbench {lines}", text)
            self.assertIn(f"{len(pages)} / {len(pages)}", text)
