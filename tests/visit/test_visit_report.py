import io

from odoo.exceptions import AccessError
from odoo.tools.pdf import PdfFileReader

from .common import GATE, VisitCase


class TestVisitReport(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({"name": "Güneş Otomotiv Şti. 李娜", "street": "İstiklal Cd. 1", "city": "Iğdır", **GATE})
        cls.visit = cls.visit_of(type_id=cls.type_delivery.id).with_user(cls.user_rep)
        cls.visit.action_check_in(52.5, 13.34, 10.0, "handed over at the fair")
        cls.visit.checklist_ids.write({"is_done": True})
        cls.visit.note_ids = [
            (0, 0, {"kind": "need", "body": "Wants a second car\nin spring", "photo": cls.pixel()}),
            (0, 0, {"signature": cls.pixel(), "signed_by": "A. Ünal"}),
        ]
        cls.visit.action_check_out("order", "2099-01-15")

    def html(self, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.user_rep)
        return report._render_qweb_html("sales_os.report_visit", self.visit.ids)[0].decode()

    def pdf_text(self, visits):
        report = self.env["ir.actions.report"].with_user(self.user_rep).with_context(force_report_rendering=True)
        with self.allow_pdf_render():
            content, _kind = report._render_qweb_pdf("sales_os.report_visit", visits.ids)
        return "\n".join(page.extract_text() for page in PdfFileReader(io.BytesIO(content)).pages)

    def test_the_report_tells_all(self):
        html = self.html()
        for text in (
            "Güneş Otomotiv Şti. 李娜",
            "handed over at the fair",
            "Wants a second car",
            "A. Ünal",
            "Order taken",
            "Goods complete",
            "Far away",
            "2099",
        ):
            self.assertIn(text, html)
        self.assertEqual(html.count("data:image/png;base64"), 2 + bool(self.company.logo))

    def test_nothing_in_it_is_fetched(self):
        html = self.html()
        for outside in ('src="/', 'src="http', "<link", "url("):
            self.assertNotIn(outside, html)

    def test_it_holds_no_coordinates(self):
        self.assertNotIn("13.34", self.html())

    def test_others_do_not_print_it(self):
        with self.assertRaises(AccessError):
            self.html(self.user_rep2)

    def test_the_pdf_can_be_searched_without_header_and_with_several_visits(self):
        text = self.pdf_text(self.visit)
        for words in ("Visit report", "Güneş Otomotiv Şti.", "İstiklal", "Iğdır", "Wants a second car", "A. Ünal"):
            self.assertIn(words, text)
        self.assertIn("李娜", text, "no font on this machine draws Chinese: install fonts-wqy-microhei")
        both = self.pdf_text(self.visit | self.visit_of())
        self.assertEqual(both.count("Visit report"), 2)
