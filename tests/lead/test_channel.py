"""Channels: on leads and orders by default, editable, kept; a dimension of the analysis."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestChannel(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fair = cls.make_channel("Fair", kind="event")
        cls.desk = cls.make_channel("Desk", kind="inside")
        cls.team = cls.env["crm.team"].create({"name": "Desk team", "sales_os_channel_id": cls.desk.id})
        cls.plain_team = cls.env["crm.team"].create({"name": "Plain team"})
        cls.partner = cls.make_partner()

    def lead(self, **values):
        return self.env["crm.lead"].create({"name": "Lead", "type": "opportunity", "partner_id": self.partner.id, **values})

    def order(self, **values):
        return self.env["sale.order"].create({"partner_id": self.partner.id, "team_id": self.plain_team.id, **values})

    def test_seeded_channels_cover_every_kind(self):
        kinds = {key for key, _label in self.env["sales_os.channel"]._fields["kind"].selection}
        seeded = self.env["ir.model.data"].search([("module", "=", "sales_os"), ("model", "=", "sales_os.channel")]).mapped("res_id")
        self.assertEqual(set(self.env["sales_os.channel"].browse(seeded).mapped("kind")), kinds)

    def test_a_lead_takes_the_channel_of_its_team_and_keeps_it(self):
        lead = self.lead(team_id=self.team.id)
        self.assertEqual(lead.sales_os_channel_id, self.desk)
        lead.team_id = self.plain_team
        self.assertEqual(lead.sales_os_channel_id, self.desk)
        self.assertEqual(self.lead(team_id=self.team.id, sales_os_channel_id=self.fair.id).sales_os_channel_id, self.fair)
        late = self.lead(team_id=self.plain_team.id)
        self.assertFalse(late.sales_os_channel_id)
        late.team_id = self.team
        self.assertEqual(late.sales_os_channel_id, self.desk)

    def test_an_order_takes_the_channel_of_its_opportunity_before_that_of_its_team(self):
        lead = self.lead(team_id=self.plain_team.id, sales_os_channel_id=self.fair.id)
        self.assertEqual(self.order(opportunity_id=lead.id, team_id=self.team.id).sales_os_channel_id, self.fair)
        self.assertEqual(self.order(team_id=self.team.id).sales_os_channel_id, self.desk)
        self.assertFalse(self.order().sales_os_channel_id)

    def test_an_order_keeps_its_channel(self):
        lead = self.lead(sales_os_channel_id=self.fair.id, team_id=self.plain_team.id)
        order = self.order(opportunity_id=lead.id)
        lead.sales_os_channel_id = self.desk
        order.team_id = self.team
        self.assertEqual(order.sales_os_channel_id, self.fair)
        order.sales_os_channel_id = self.desk
        self.assertEqual(order.sales_os_channel_id, self.desk)
        self.assertEqual(order.copy().sales_os_channel_id, self.desk)

    def test_a_quote_from_an_opportunity_by_form(self):
        lead = self.lead(sales_os_channel_id=self.fair.id)
        action = lead.action_new_quotation()
        with Form(self.env["sale.order"].with_context(**action["context"])) as form:
            form.partner_id = self.partner
            self.assertEqual(form.sales_os_channel_id, self.fair)

    def test_an_order_of_the_shop_comes_online(self):
        if "website_id" not in self.env["sale.order"]._fields:
            self.assertEqual(self.env["sales_os.channel"]._online(self.company).kind, "online")
            return
        website = self.env["website"].search([], limit=1)
        self.assertEqual(self.order(website_id=website.id).sales_os_channel_id.kind, "online")

    def test_the_companys_own_shop_channel_comes_first(self):
        own = self.make_channel("Own shop", kind="online", company_id=self.company.id, sequence=99)
        self.assertEqual(self.env["sales_os.channel"]._online(self.company), own)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.env["sales_os.channel"]._online(other), self.env.ref("sales_os.channel_online"))

    def test_a_channel_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.make_channel("Theirs", company_id=other.id)
        with self.assertRaises(UserError):
            self.order(sales_os_channel_id=theirs.id)
        shared_team = self.env["crm.team"].create({"name": "Shared", "company_id": False})
        with self.assertRaises(UserError):
            shared_team.sales_os_channel_id = theirs

    def test_a_used_channel_is_archived_not_deleted(self):
        self.order(sales_os_channel_id=self.fair.id)
        self.env.flush_all()
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.fair.unlink()
        self.assertIn("ForeignKey", type(caught.exception).__name__ + repr(caught.exception))
        self.fair.action_archive()
        self.assertFalse(self.fair.active)

    def test_codes_are_unique(self):
        with self.assertRaises(Exception) as caught, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_channel("Fair")
        self.assertIn("Unique", type(caught.exception).__name__)
        self.assertEqual(self.fair.copy().code, "fair-copy")

    def test_counts_and_windows(self):
        lead = self.lead(sales_os_channel_id=self.fair.id)
        order = self.order(sales_os_channel_id=self.fair.id)
        order.action_confirm()
        self.fair.invalidate_recordset()
        self.assertEqual((self.fair.lead_count, self.fair.order_count), (1, 1))
        for action, record in ((self.fair.action_view_leads(), lead), (self.fair.action_view_orders(), order)):
            self.assertEqual(self.env[action["res_model"]].search(action["domain"]), record)
        plain = self.fair.with_user(self.user_plain)
        plain.invalidate_recordset()
        self.assertEqual((plain.lead_count, plain.order_count), (0, 0), "who may not read leads counts none")

    def test_sales_are_analysed_by_channel(self):
        product = self.env["product.product"].create({"name": "Thing"})
        self.order(sales_os_channel_id=self.fair.id, order_line=[
            Command.create({"product_id": product.id, "price_unit": 40, "tax_ids": []})])
        found = self.env["sale.report"]._read_group(
            [("sales_os_channel_id", "=", self.fair.id)], ["sales_os_channel_id"], ["price_subtotal:sum"])
        self.assertEqual(found, [(self.fair, 40.0)])
