"""Rights as a table: model x group x operation, and nothing of ours outside the table."""

from .access_table import ACCESS, ACCESS_CORE, EXPORT
from .common import SalesOsCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


class TestAccess(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            "user": cls.user_plain, "rep": cls.user_rep, "manager": cls.user_manager,
            "executive": cls.user_executive, "admin": cls.user_admin_so,
        }

    def rights(self, model, user):
        allowed = self.env[model].with_user(user)
        return "".join(letter if allowed.has_access(name) else "-" for letter, name in OPERATIONS.items())

    def test_every_model_of_ours_has_a_row(self):
        ours = {
            name for name, model in self.env.registry.items()
            if name.startswith("sales_os.") and not model._abstract
        }
        self.assertEqual(ours - set(ACCESS), set(), "models without a row in tests/access_table.py")
        self.assertEqual(set(ACCESS) - ours, set(), "rows of models that do not exist")

    def test_rights_are_as_the_table_says(self):
        for model, row in {**ACCESS, **ACCESS_CORE}.items():
            for group, expected in row.items():
                with self.subTest(model=model, group=group):
                    self.assertEqual(self.rights(model, self.users[group]), expected)

    def test_every_row_names_every_group(self):
        for model, row in ACCESS.items():
            with self.subTest(model=model):
                self.assertEqual(set(row), set(self.users))

    def test_only_those_of_the_matrix_may_export(self):
        for group, expected in EXPORT.items():
            with self.subTest(group=group):
                self.assertEqual(self.users[group].has_group("base.group_allow_export"), expected)

    def test_portal_and_public_reach_nothing_of_ours(self):
        portal = self.make_user("so_portal", "base.group_portal")
        for user in (portal, self.env.ref("base.public_user")):
            for model in ACCESS:
                with self.subTest(model=model, user=user.login):
                    self.assertEqual(self.rights(model, user), "----")
