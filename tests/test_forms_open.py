"""Whoever finds a document in a list can open it: the form asks for nothing that its reader may not see."""

from odoo.exceptions import AccessError
from odoo.tests import Form, TransactionCase, tagged

OF_ODOO = ("sale.order", "crm.lead", "res.partner", "product.template")
# the people of the demonstration, of whom each sees another part
GROUPS = ("sales_os.group_rep", "sales_os.group_manager", "sales_os.group_executive", "sales_os.group_admin")
MOST = 400


@tagged("post_install", "-at_install")
class TestFormsOpen(TransactionCase):
    def test_each_document_of_the_demonstration_opens_for_whoever_finds_it(self):
        if not self.env.ref("sales_os.demo_user_ece", raise_if_not_found=False):
            self.skipTest("without the demonstration nothing is there to open")
        users = {group: self.env.ref(group).user_ids.filtered(lambda user: user.id > 2) for group in GROUPS}
        opened, problems = 0, {}
        people = dict.fromkeys(user for of_group in users.values() for user in of_group[:2])
        for model in self._models():
            for user in people:
                # as each in a request of its own: nothing is known from whoever read before
                self.env.invalidate_all()
                try:
                    found = self.env[model].with_user(user).search([], limit=MOST)
                except AccessError:
                    continue
                if found:
                    try:
                        opened += self._open(found)
                    except AccessError as error:
                        problems[model, user.login] = str(error)
        self.assertFalse(problems, "\n".join(f"{key}: {words}" for key, words in problems.items()))
        self.assertGreater(opened, 1000)

    def _open(self, records):
        """Read what the form asks for, of all of them; return how many."""
        spec = Form(records[0])._view["fields_spec"]
        self.env.invalidate_all()
        return len(records.web_read(spec))

    def _models(self):
        views = self.env["ir.ui.view"].search([("type", "=", "form"), ("model", "=like", "sales_os.%")])
        own = [model for model in sorted(set(views.mapped("model"))) if model in self.env and not self.env[model]._transient]
        return [*(model for model in OF_ODOO if model in self.env), *own]
