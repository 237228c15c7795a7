from odoo.tests import HttpCase, tagged

from ..common import SalesForce
from .quoting import QuoteFactory


@tagged("post_install", "-at_install")
class TestQuoteTour(SalesForce, QuoteFactory, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        cls.set_up_quotes()
        cls.quote = cls.make_quote()
        cls.quote.action_quotation_sent()

    def test_quote_revise_compare_send(self):
        self.start_tour(f"/odoo/sales-os-quotes/{self.quote.id}", "sales_os_quote_revision", login="so_rep")
        revision = self.env["sale.order"].search([("sales_os_lineage_id", "=", self.quote.id), ("sales_os_revision", "=", 2)])
        self.assertEqual((revision.state, revision.order_line.price_unit), ("sent", 90))
        self.assertEqual((self.quote.state, self.quote.sales_os_superseded_by_id), ("cancel", revision))

    def test_compare_alternatives_accept_and_sign(self):
        other = self.quote.browse(self.quote.action_new_alternative()["res_id"])
        other.order_line.price_unit = 80
        group = self.quote.sales_os_alternative_id
        group.action_mark_sent()
        self.start_tour(f"/my/alternatives/{group.access_token}", "sales_os_quote_alternatives", login=None)
        self.assertEqual((other.state, self.quote.state, other.sales_os_signature_state), ("sale", "cancel", "valid"))
        self.assertTrue(other.sudo().sales_os_signature_id.document_id)
