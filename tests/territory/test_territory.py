from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestTerritory(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls.make_territory("North")
        cls.coast = cls.make_territory("Coast", parent_id=cls.north.id)
        cls.harbour = cls.make_territory("Harbour", parent_id=cls.coast.id)
        cls.south = cls.make_territory("South")
        cls.partner = cls.make_partner("At the harbour", sales_os_territory_id=cls.harbour.id)

    def below(self, territory):
        return self.env["sales_os.territory"].search([("id", "child_of", territory.id)])

    def test_a_parent_filter_includes_all_parts(self):
        self.assertEqual(self.below(self.north), self.north + self.coast + self.harbour)
        self.assertEqual(self.env["res.partner"].search([("sales_os_territory_id", "child_of", self.north.id)]), self.partner)
        self.assertEqual((self.north.partner_count, self.harbour.partner_count, self.south.partner_count), (1, 1, 0))
        self.assertEqual((self.north + self.coast + self.harbour).mapped("level"), [0, 1, 2])

    def test_re_parenting_moves_everything_below(self):
        self.coast.parent_id = self.south
        self.assertEqual(self.below(self.north), self.north)
        self.assertEqual(self.below(self.south), self.south + self.coast + self.harbour)
        self.assertEqual(self.env["res.partner"].search([("sales_os_territory_id", "child_of", self.south.id)]), self.partner)
        self.assertEqual((self.north.partner_count, self.south.partner_count), (0, 1))
        self.assertEqual((self.coast + self.harbour).mapped("level"), [1, 2])

    def test_a_part_cannot_contain_its_whole(self):
        with self.assertRaisesRegex(ValidationError, "lies inside it"), self.env.cr.savepoint():
            self.north.parent_id = self.harbour
        with self.assertRaises(ValidationError):
            self.north.parent_id = self.north

    @mute_logger("odoo.sql_db")
    def test_code_is_given_and_unique_in_the_company(self):
        self.assertNotEqual(self.north.code, self.south.code)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_territory("Twin", code=self.north.code)
        self.assertTrue(
            self.make_territory("Twin", code=self.north.code, company_id=self.env["res.company"].create({"name": "Elsewhere"}).id)
        )

    def test_a_territory_with_history_is_archived_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Harbour still has At the harbour"), self.env.cr.savepoint():
            self.harbour.unlink()
        self.partner.sales_os_territory_id = False
        self.harbour.unlink()
        self.assertFalse(self.harbour.exists())

    def test_screens_open(self):
        for view_type in ("form", "list", "kanban", "search"):
            self.assertTrue(self.env["sales_os.territory"].get_view(view_type=view_type)["arch"])
        panel = self.env["sales_os.territory"].search_panel_select_range("parent_id", hierarchize=True)
        self.assertTrue(panel["values"])
