"""doc/import_customers.csv goes through Odoo's own import, and territory and cadence follow by rule."""

from pathlib import Path

from odoo.tests import tagged

from .common import SalesOsCase

# the addons path may hold links to the checkout's folders: follow the one of this file
DOC = Path(__file__).resolve().parent.parent / "doc"
OPTIONS = {
    "has_headers": True,
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "date_format": "",
    "datetime_format": "",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
    "advanced": False,
    "keep_matches": False,
    "limit": 2000,
    "skip": 0,
}


@tagged("post_install", "-at_install")
class TestImportCustomers(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not DOC.is_dir():
            cls.skipTest(cls, "this copy of the addon comes without its documentation")
        cls.csv = (DOC / "import_customers.csv").read_bytes()
        turkey = cls.env.ref("base.tr")
        # rules of its own, so that the test also holds in a database without demonstration data
        cls.env["sales_os.territory.version"].search([("state", "=", "active"), ("company_id", "=", cls.company.id)])._transition(
            "archived"
        )
        cls.env["sales_os.visit.cadence.rule"].search([]).active = False
        cls.env.flush_all()
        cls.version = cls.env["sales_os.territory.version"].create({"name": "Import", "state": "active", "company_id": cls.company.id})
        cls.north, cls.south = cls.env["sales_os.territory"].create(
            [
                {"name": "İstanbul", "code": "IMP-N", "version_id": cls.version.id, "company_id": cls.company.id},
                {"name": "Bursa", "code": "IMP-S", "version_id": cls.version.id, "company_id": cls.company.id},
            ]
        )
        cls.env["sales_os.territory.rule"].create(
            [
                {"territory_id": cls.north.id, "version_id": cls.version.id, "country_ids": turkey.ids, "zip_patterns": "34*"},
                {"territory_id": cls.south.id, "version_id": cls.version.id, "country_ids": turkey.ids, "zip_patterns": "16000-16999"},
            ]
        )
        cls.often, cls.seldom = cls.env["sales_os.visit.cadence"].create(
            [{"name": "Import often", "visits": 2, "period_days": 30}, {"name": "Import seldom", "visits": 1, "period_days": 90}]
        )
        cls.env["sales_os.visit.cadence.rule"].create(
            [
                {
                    "name": "Hospitality",
                    "sequence": 1,
                    "cadence_id": cls.often.id,
                    "industry_ids": cls.env.ref("base.res_partner_industry_I").ids,
                },
                {
                    "name": "Rest of İstanbul",
                    "sequence": 2,
                    "cadence_id": cls.seldom.id,
                    "territory_ids": cls.north.ids,
                    "company_id": cls.company.id,
                },
            ]
        )

    def load(self, user):
        """What the import screen does: read the headers, then import with the columns it matched itself."""
        wizard = (
            self.env["base_import.import"]
            .with_user(user)
            .create({"res_model": "res.partner", "file": self.csv, "file_name": "import_customers.csv", "file_type": "text/csv"})
        )
        preview = wizard.parse_preview(OPTIONS)
        self.assertNotIn("error", preview)
        headers = preview["headers"]
        matched = [("/".join(preview["matches"][number]) if number in preview["matches"] else False) for number in range(len(headers))]
        self.assertEqual([header for header, field in zip(headers, matched, strict=True) if not field], [], "every column finds its field")
        return wizard.execute_import(matched, headers, preview["options"])

    def test_file_imports_as_it_is_with_territory_and_cadence_by_rule(self):
        result = self.load(self.user_admin_so)
        self.assertEqual(result["messages"], [])
        partners = self.env["res.partner"].browse(result["ids"])
        self.assertEqual(len(partners), len(self.csv.decode().strip().splitlines()) - 1)
        for partner in partners:
            with self.subTest(partner=partner.name):
                wanted = (
                    self.north
                    if partner.zip.startswith("34")
                    else self.south
                    if partner.zip.startswith("16")
                    else self.env["sales_os.territory"]
                )
                self.assertEqual(partner.sales_os_territory_id, wanted)
                hospitality = partner.industry_id == self.env.ref("base.res_partner_industry_I")
                self.assertEqual(
                    partner.sales_os_cadence_id,
                    self.often if hospitality else self.seldom if wanted == self.north else self.env["sales_os.visit.cadence"],
                )
                self.assertEqual(bool(partner.sales_os_cadence_id), bool(partner.sales_os_cadence_reason))

    def test_importing_again_updates_instead_of_doubling(self):
        first = self.load(self.user_admin_so)["ids"]
        partner = self.env["res.partner"].browse(first[0])
        partner.sales_os_cadence_id = self.seldom
        again = self.load(self.user_admin_so)
        self.assertEqual((again["messages"], again["ids"]), ([], first))
        self.assertEqual(partner.sales_os_cadence_id, self.seldom, "a cadence chosen by hand survives the import")

    def test_positions_of_the_file_are_kept_and_nothing_is_looked_up(self):
        partners = self.env["res.partner"].browse(self.load(self.user_admin_so)["ids"])
        placed = partners.filtered(lambda partner: partner.partner_latitude and partner.partner_longitude)
        self.assertEqual(len(partners) - len(placed), 2, "two rows come without a position")
