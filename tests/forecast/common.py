"""Opportunities in stages, invoices by month: what pipeline and forecasts are made of."""

from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.sales_os.tests.common import SalesOsCase

TODAY = date(2026, 5, 13)  # a Wednesday
NOON = datetime(2026, 5, 13, 12)


class ForecastCase(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.rep2 = cls.make_rep(cls.user_rep2, parent_id=cls.manager.id)
        cls.team = cls.env["crm.team"].create({"name": "Forecast Team", "company_id": cls.company.id})
        # own stages: what others put into the database does not matter
        cls.env["crm.stage"].search([]).write({"team_ids": [Command.set(cls.env["crm.team"].create({"name": "Others"}).ids)]})
        cls.new, cls.qualified, cls.proposition, cls.won = cls.env["crm.stage"].create([
            {"name": name, "sequence": number, "is_won": name == "Won", "team_ids": [Command.set(cls.team.ids)]}
            for number, name in enumerate(("New", "Qualified", "Proposition", "Won"), 101)])
        cls.customer = cls.make_partner("Forecast Customer")
        cls.forget_forecasts()
        cls.product = cls.env["product.product"].create({"name": "Forecast Product", "list_price": 100.0})
        cls.env["sales_os.stage.rule"].search([]).active = False

    @classmethod
    def forget_forecasts(cls):
        """Those of the demonstration; the tables refuse, so their triggers rest for a moment."""
        cls.env.flush_all()
        tables = [f"sales_os_forecast{part}" for part in ("_snapshot_deal", "_snapshot_line", "_snapshot", "")]
        for table in tables:
            cls.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table}; ALTER TABLE {table} ENABLE TRIGGER USER")
        cls.env.invalidate_all()

    @classmethod
    def make_lead(cls, stage=None, amount=1000.0, chance=None, user=None, on=None, **values):
        """An opportunity of ``user`` in ``stage``; ``chance`` is typed by hand; ``on`` is the day it was created."""
        with freeze_time(on or NOON):
            lead = cls.env["crm.lead"].create({
                "name": values.pop("name", "Deal"), "type": "opportunity", "user_id": (user or cls.user_rep).id, "team_id": cls.team.id,
                "company_id": cls.company.id, "stage_id": (stage or cls.new).id, "expected_revenue": amount,
                "partner_id": cls.customer.id, **values})
            if chance is not None:
                lead.write({"probability": chance, "automated_probability": max(0, chance - 0.5)})
        return lead

    def at(self, days):
        """Freeze the clock some days after noon of today."""
        return freeze_time(NOON + timedelta(days=days))

    @classmethod
    def make_invoice(cls, amount, day, user=None, kind="out_invoice", product=None, **values):
        move = cls.env["account.move"].create({
            "move_type": kind, "partner_id": cls.customer.id, "invoice_date": day, "invoice_user_id": (user or cls.user_rep).id,
            "company_id": cls.company.id, "team_id": cls.team.id,
            "invoice_line_ids": [Command.create({
                "product_id": (product or cls.product).id, "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]})], **values})
        move.action_post()
        return move
