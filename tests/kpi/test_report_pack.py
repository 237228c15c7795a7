"""Report packs: made with the reader's rights, sent once, formulas where figures are and nowhere else."""

import base64
import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..commission.common import CommissionCase

JANUARY = {"date_from": "2026-01-01", "date_to": "2026-01-31"}
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@freeze_time("2026-02-03 12:00:00")
class TestReportPack(CommissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        (cls.rep | cls.rep2).parent_id = cls.manager
        cls.evil = cls.make_partner('=HYPERLINK("http://evil","x")')
        cls.make_invoice(100, partner=cls.evil), cls.make_invoice(50, user=cls.user_rep2)
        cls.make_invoice(80, date="2025-01-10")
        for user in (cls.user_rep, cls.user_rep2, cls.user_manager, cls.user_executive, cls.user_plain):
            user.email = f"{user.login}@example.com"

    def book(self, user, **asked):
        answer = self.env["sales_os.kpi"].with_user(user).pack(**{**JANUARY, **asked})
        return zipfile.ZipFile(io.BytesIO(base64.b64decode(answer["data"])))

    def sheets(self, book):
        """``{sheet: [[(text, formula)]]}``; every text stands in its cell."""
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        result = {}
        for number, name in enumerate(names, 1):
            root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            result[name] = [[(
                "".join(cell.itertext()) if cell.get("t") == "inlineStr" else cell.findtext(f"{CELL}v") or "", cell.findtext(f"{CELL}f"))
                for cell in row] for row in root.iter(f"{CELL}row")]
        return result

    def schedule(self, *users, **values):
        return self.env["sales_os.report.schedule"].with_user(self.user_manager).create({
            "name": "January", "period": "month", "date_start": "2026-01-01", "has_pdf": False,
            "user_ids": [(6, 0, [user.id for user in users])], **values})

    def test_the_workbook_holds_figures_charts_and_every_line(self):
        book = self.book(self.user_manager)
        sheets = self.sheets(book)
        rows = {row[0][0]: row for row in sheets["Figures"] if row}
        self.assertEqual(rows["Revenue"][1][0], "150")
        self.assertTrue(any(formula and formula.startswith("IF(") for _text, formula in rows["Revenue"]))
        self.assertEqual([row[-1][0] for row in sheets["Lines"][2:]], ["100", "50"])
        self.assertEqual(sheets["Months"][-1][1], ("230.0", "SUM(B2:B14)"))
        charts = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")]
        self.assertGreaterEqual(len(charts), 3)
        for chart in charts:
            texts = re.findall(r"<a:t>([^<]+)</a:t>", chart)
            self.assertEqual(len(texts), 2, "what it shows, and what its axis measures")
            self.assertIn(f"({self.company.currency_id.name})", texts[1] if "(" in texts[1] else texts[0])
            self.assertIn('<c:numFmt formatCode="#,##0"', chart)

    def test_a_pack_of_what_a_segment_has_of_it(self):
        fleets = self.make_segment("Fleets", code="fleets26")
        self.evil.sales_os_segment_id = fleets
        sheets = self.sheets(self.book(self.user_manager, filters={"segment": fleets.id}))
        self.assertEqual(sheets["Figures"][2][0][0], "Narrowed to Fleets")
        self.assertEqual([row[-1][0] for row in sheets["Lines"][2:]], ["100"])
        self.assertEqual({row[0][0]: row for row in sheets["Figures"] if row}["Revenue"][1][0], "100")
        html = self.env["ir.actions.report"].with_user(self.user_manager)._render_qweb_html(
            "sales_os.report_kpi_pack", [], data={**JANUARY, "filters": {"segment": fleets.id}})[0].decode()
        self.assertIn("Narrowed to Fleets", html)
        self.assertNotIn("150.00", html)
        schedule = self.schedule(self.user_manager, segment_id=fleets.id)
        self.assertEqual(schedule._filters(), {"segment": fleets.id})
        schedule.action_send()
        file = self.env["mail.mail"].search([("subject", "like", "January:")], limit=1).attachment_ids
        sent = self.sheets(zipfile.ZipFile(io.BytesIO(base64.b64decode(file.datas))))
        self.assertEqual([row[-1][0] for row in sent["Lines"][2:]], ["100"])

    def test_no_name_becomes_a_formula(self):
        book = self.book(self.user_manager)
        texts = [text for rows in self.sheets(book).values() for row in rows for text, _formula in row]
        self.assertIn(self.evil.name, texts)
        for rows in self.sheets(book).values():
            for row in rows:
                for _text, formula in row:
                    self.assertNotIn("HYPERLINK", formula or "")

    def test_why_revenue_changed_stands_to_the_cent(self):
        Kpi = self.env["sales_os.kpi"].with_user(self.user_executive)
        parts = Kpi._bridge(Kpi._scope("rep", self.rep.id), (date(2026, 1, 1), date(2026, 1, 31)))
        amounts = [amount for _label, amount in parts]
        self.assertEqual((amounts[0], amounts[-1]), (80.0, 100.0))
        self.assertAlmostEqual(sum(amounts[:-1]), amounts[-1], 2)

    def test_each_gets_the_own_figures(self):
        self.assertEqual(self.sheets(self.book(self.user_executive, scope="rep", scope_id=self.rep.id))["Lines"][2][-1][0], "100")
        with self.assertRaises(AccessError):
            self.book(self.user_manager, scope="company")
        with self.assertRaisesRegex(AccessError, "not take them out"):
            self.book(self.user_rep)

    def test_the_document_says_what_the_screen_says(self):
        Report = self.env["report.sales_os.report_kpi_pack"].with_user(self.user_rep)
        html = self.env["ir.actions.report"].with_user(self.user_rep)._render_qweb_html(
            "sales_os.report_kpi_pack", [], data=dict(JANUARY))[0]
        self.assertIn("Revenue by month", html.decode())
        self.assertIn("100.00", html.decode())
        self.assertNotIn("150.00", html.decode())
        with self.assertRaises(AccessError):
            Report._get_report_values([], {**JANUARY, "scope": "company"})

    def test_a_report_goes_once_to_each_with_the_own_rights(self):
        schedule = self.schedule(self.user_manager, self.user_rep, self.user_plain, has_pdf=True)
        with self.enter_registry_test_mode():
            for _turn in range(2):
                self.env.ref("sales_os.report_schedule_cron").method_direct_trigger()
        told = {row.user_id: row for row in schedule.sudo().delivery_ids}
        self.assertEqual({user.login: row.state for user, row in told.items()}, {
            "so_manager": "sent", "so_rep": "sent", "so_plain": "refused"})
        self.assertTrue(told[self.user_plain].reason)
        self.assertIn(".xlsx", told[self.user_manager].file_names)
        self.assertNotIn(".xlsx", told[self.user_rep].file_names)
        mails = self.env["mail.mail"].search([("subject", "like", "January:")])
        self.assertEqual(sorted(mails.recipient_ids.mapped("email")), ["so_manager@example.com", "so_rep@example.com"])
        self.assertEqual(len(mails), 2)
        self.assertFalse(self.env["ir.attachment"].with_user(self.user_rep).search([("id", "in", mails.attachment_ids.ids)]))

    def test_it_waits_for_its_hour_and_its_first_day(self):
        late = self.schedule(self.user_manager, hour=23)
        future = self.schedule(self.user_manager, date_start="2026-02-01")
        self.env["sales_os.report.schedule"].search([("id", "not in", (late | future).ids)]).active = False
        with self.enter_registry_test_mode():
            self.env.ref("sales_os.report_schedule_cron").method_direct_trigger()
        self.assertFalse((late | future).sudo().delivery_ids)
        with self.assertRaisesRegex(UserError, "nothing due"):
            future.action_send()

    def test_who_is_not_allowed_the_scope_is_told_so(self):
        schedule = self.schedule(self.user_rep, scope="reports", rep_id=self.manager.id, has_pdf=True)
        schedule.action_send()
        delivery = self.env["sales_os.report.delivery"].search([("schedule_id", "=", schedule.id)])
        self.assertEqual(delivery.state, "refused")
        self.assertIn("not these", delivery.reason)

    def test_a_schedule_is_its_owners(self):
        schedule = self.schedule(self.user_rep)
        self.assertEqual(schedule.owner_id, self.user_manager)
        with self.assertRaises(AccessError):
            schedule.with_user(self.user_rep).name = "Mine"
        self.assertTrue(schedule.with_user(self.user_rep).name)
        self.assertFalse(self.env["sales_os.report.schedule"].with_user(self.user_rep2).search([("id", "=", schedule.id)]))
        action = self.schedule(self.user_manager).action_preview()
        self.assertIn("/web/content/", action["url"])
