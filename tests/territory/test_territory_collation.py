"""`child_of` and the SQL of the record rules find all parts also where the database does not sort as C does."""

from odoo.tools import SQL

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestTerritoryCollation(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a linguistic collation: "/" is ignored or sorts elsewhere than between "." and "0"
        cls.env.cr.execute(
            "CREATE COLLATION sales_os_test_linguistic (provider = icu, locale = 'en-US-u-ka-shifted', deterministic = true)"
        )
        cls.env.cr.execute("ALTER TABLE sales_os_territory ALTER COLUMN parent_path TYPE varchar COLLATE sales_os_test_linguistic")

    def test_the_column_really_sorts_otherwise(self):
        order = [
            row[0]
            for row in self.env.execute_query(
                SQL("SELECT path FROM (VALUES ('1/9/'), ('10/'), ('1/10/')) AS row(path) ORDER BY path COLLATE sales_os_test_linguistic")
            )
        ]
        self.assertNotEqual(order, sorted(order), "this collation must differ from the order of bytes, or the tests below prove nothing")

    def test_parts_are_found_before_and_after_re_parenting(self):
        rep = self.make_rep(self.user_rep)
        top = self.make_territory("Top", owner=rep)
        chain, last = [top], top
        for number in range(12):
            last = self.make_territory(f"Level {number}", parent_id=last.id)
            chain.append(last)
        beside = self.make_territory("Beside")
        Territory = self.env["sales_os.territory"]
        partner = self.make_partner(sales_os_territory_id=last.id, sales_os_territory_locked=True)
        self.assertEqual(set(Territory.search([("id", "child_of", top.id)])), set(chain))
        self.assertEqual(set(Territory.search([("id", "parent_of", last.id)])), set(chain))
        self.assertEqual(set(Territory.with_user(self.user_rep).search([("is_mine", "=", True)])), set(chain))
        self.assertEqual(self.env["res.partner"].search([("sales_os_territory_id", "child_of", top.id)]), partner)
        chain[6].parent_id = beside
        self.assertEqual(set(Territory.search([("id", "child_of", top.id)])), set(chain[:6]))
        self.assertEqual(set(Territory.search([("id", "child_of", beside.id)])), {beside, *chain[6:]})
        self.assertEqual(set(Territory.with_user(self.user_rep).search([("is_mine", "=", True)])), set(chain[:6]))
        self.assertFalse(self.env["res.partner"].with_user(self.user_rep).search([("id", "=", partner.id)]))
