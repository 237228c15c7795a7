import base64
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
        # some builds write the space of a font as a tabulator
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def test_it_tells_all(self):
        order = self.make_quote(client_order_ref="PO 4711")
        self.offer(order)
        self.offer(order, self.lease)
        html = self.html(order)
        for words in (
            order.name, "Quotation", "Nordlicht Werkstätten GmbH", "Hafenstraße 12", "PO 4711", "2099", "Workbench 1", "Oak top",
            "from 10 Units: 720.00", "from 50 Units: 640.00", "Drawer unit on wheels", "not included in the total", "1,600.00",
            "36 months at 5.9 %", "Lease 48", "Paid at once", "Effective rate a year", "Subject to the bank", "Delivery within four weeks",
            "So Rep", "+49 30 1234567", "Account manager", "Place, date, name and signature",
            order._sales_os_content_hashes()[order.id][:16],
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

    def test_no_line_is_cut_by_the_end_of_a_page(self):
        for lines in (1, 30, 200):
            with self.subTest(lines=lines):
                pages = self.pdf(self.make_quote(lines=lines), keep=f"quote-{lines}-lines")
                for page in pages:
                    text = self.text([page])
                    self.assertEqual({text.count("Workbench "), text.count("from 50 Units")}, {text.count("Oak top")})
                self.assertIn(f"Workbench {lines} ", self.text(pages))
                self.assertIn(f"{len(pages)} / {len(pages)}", self.text(pages))

    def test_other_languages(self):
        words = {
            "tr_TR": ("Güneş Şişecam Iğdır", "Masa ğüşıöç İĞÜŞ"),
            "zh_CN": ("上海工业设备有限公司", "工作台 橡木"),
            "ar_001": ("شركة النور للصناعة", "طاولة عمل"),
        }
        for lang, (name, line) in words.items():
            with self.subTest(lang=lang):
                partner = self.make_partner(name, lang=lang, street=name, city="X")
                order = self.make_quote(partner_id=partner.id, note=f"<p>{line}</p>")
                order.order_line[1].name = f"{line}\n{line}"
                self.offer(order)
                html = self.html(order)
                self.assertIn(f'dir="{"rtl" if lang == "ar_001" else "ltr"}"', html)
                self.assertIn(name, html)
                self.assertIn(line, html)
                text = self.text(self.pdf(order, keep=f"quote-{lang}"))
                if lang == "tr_TR":
                    self.assertIn(name, text)
                self.assertIn(order.name, text)

    def test_long_texts_stay_on_the_paper(self):
        order = self.make_quote()
        order.order_line[1].name = f"{'Donaudampfschifffahrtsgesellschaft' * 8}\n{'long text ' * 700}"
        order.partner_id.name = "A very long name of a company that does not end " * 4
        self.assertIn("long text", self.text(self.pdf(order, keep="quote-long")))

    def test_sections_hide_and_sum_as_they_are_set(self):
        order = self.make_quote(lines=2)
        section = order.order_line[0]
        section.collapse_prices = True
        page = self.env["sales_os.quote.page"]._pages(order.ids)[0]
        self.assertEqual([row["amount"] for row in page["rows"]], ["3,200.00", "", ""])
        section.write({"collapse_prices": False, "collapse_composition": True})
        page = self.env["sales_os.quote.page"]._pages(order.ids)[0]
        self.assertEqual([(row["kind"], row["amount"]) for row in page["rows"]], [("summary", "3,200.00")])

    def test_an_option_that_was_taken_is_part_of_the_total(self):
        order = self.make_quote()
        order.order_line[-1].product_uom_qty = 1
        page = self.env["sales_os.quote.page"]._pages(order.ids)[0]
        self.assertEqual(page["options"], [])
        self.assertEqual(page["rows"][-1]["amount"], "120.00")
        self.assertTrue(page["rows"][-2]["optional"])

    def test_several_quotes_in_one_file_have_their_own_page_numbers(self):
        orders = self.make_quote() | self.make_quote(lines=30)
        text = self.text(self.pdf(orders))
        self.assertIn(f"{orders[0].name} 1 / 1", text)
        self.assertIn(f"{orders[1].name} 3 / 3", text)

    def test_it_is_the_quotation_where_the_company_wants_it(self):
        order = self.make_quote()
        ours = "Options, not included in the total"
        self.assertIn(ours, self.html(order, "sale.report_saleorder"))
        self.assertIn("1 / 1", self.text(self.pdf(order, "sale.report_saleorder")))
        self.company.sales_os_quote_document = False
        self.assertNotIn(ours, self.html(order, "sale.report_saleorder"))
        self.assertIn(ours, self.html(order))

    def test_the_mail_template_attaches_it(self):
        order = self.make_quote()
        template = self.env.ref("sale.email_template_edi_sale")
        with self.allow_pdf_render():
            values = template.with_context(force_report_rendering=True)._generate_template(order.ids, ["report_template_ids"])
        attached = values[order.id]["attachments"]
        self.assertIn("Options, not included", self.text(PdfFileReader(io.BytesIO(base64.b64decode(attached[0][1]))).pages))

    def test_the_letterhead_is_the_company_of_the_quote(self):
        self.company.primary_color = "#ffff00"
        html = self.html(self.make_quote())
        self.assertNotIn("color: #ffff00", html)

    def test_others_do_not_print_it(self):
        with self.assertRaises(AccessError):
            self.html(self.make_quote(), user=self.user_rep2)

    def test_the_number_of_queries_does_not_grow_with_the_lines(self):
        counts = []
        for lines in (10, 10, 60):  # the first warms the caches
            order = self.make_quote(lines=lines)
            self.offer(order)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["sales_os.quote.page"]._pages(order.ids)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_the_contract(self):
        order = self.make_quote()
        offer = self.offer(order)
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self.html(order, "sales_os.report_contract")
        offer.action_choose()
        order.write({"signature": self.pixel(), "signed_by": "A. Ünal", "signed_on": "2026-11-25"})
        order.action_confirm()
        html = self.html(order, "sales_os.report_contract")
        agreed = order._sales_os_content_hashes()[order.id]
        for words in ("Contract", "agree on", "Month 36", "A. Ünal", agreed, "4. Terms", "5. Signatures"):
            self.assertIn(words, html)
        text = self.text(self.pdf(order, "sales_os.report_contract", keep="contract"))
        self.assertIn("Month 36", text)
        self.assertIn("Order confirmation", self.html(order))

    def test_it_tells_what_changed_since_the_last_version(self):
        order = self.make_quote(lines=3)
        order.with_user(self.user_rep).action_quotation_sent()
        revision = order.browse(order.with_user(self.user_rep).action_new_revision()["res_id"])
        self.assertEqual(revision.sales_os_revision, 2)
        products = revision.order_line.filtered("product_uom_qty")
        products[0].product_uom_qty = 5
        products[1].write({"price_unit": 750.0})
        products[2].unlink()
        html = self.html(revision)
        for words in (
            "Revision 2", "Changes since the last version", "Workbench 1: quantity 2 → 5", "Workbench 2: net price 800.00 → 750.00",
            "No longer offered: Workbench 3", "Total:",
        ):
            with self.subTest(words=words):
                self.assertIn(words, html)
        self.assertNotIn("Changes since", self.html(order))
        self.company.sales_os_quote_show_changes = False
        self.assertNotIn("Changes since", self.html(revision))

    def test_a_quote_that_waits_for_approval_is_marked(self):
        manager = self.make_rep(self.user_manager)
        self.rep.parent_id = manager
        order = self.make_quote().with_user(self.user_rep)
        order.order_line.filtered("product_uom_qty").discount = 30.0
        self.assertEqual(order.sales_os_approval_state, "needed")
        self.company.sales_os_gate_print = False
        self.assertIn("not released: this is not an offer", self.html(order))
        order.action_request_approval("A new customer")
        approval = order.sales_os_approval_id
        for step in approval.step_ids:
            approval.with_user(step.approver_ids[:1]).action_approve("fine")
        self.assertEqual(order.sales_os_approval_state, "approved")
        html = self.html(order)
        self.assertNotIn("not released", html)
        self.assertIn("Released by", html)
        self.assertNotIn(self.user_manager.name, html)

    def test_a_void_signature_is_told(self):
        order = self.make_quote()
        order.write({"signature": self.pixel(), "signed_by": "A. Ünal", "signed_on": "2026-11-25 10:00:00"})
        order.order_line[1].product_uom_qty = 3
        html = self.html(order)
        self.assertIn("is void", html)
        self.assertNotIn("A. Ünal", html)

    @classmethod
    def pixel(cls):
        return b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
