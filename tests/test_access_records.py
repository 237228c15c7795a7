"""Rights over single records as a table: the own, a colleague's, a stranger's; and nothing of another company."""

from odoo.fields import Command

from .access_table import ACCESS_RECORDS
from .common import SalesOsCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
PLACES = ("own", "colleague's", "stranger's")


class TestAccessRecords(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_stranger = cls.make_user("so_stranger", "sales_os.group_rep")
        cls.user_other_manager = cls.make_user("so_manager2", "sales_os.group_manager")
        manager, other_manager = cls.make_rep(cls.user_manager), cls.make_rep(cls.user_other_manager)
        cls.reps = [
            cls.make_rep(cls.user_rep, parent_id=manager.id), cls.make_rep(cls.user_rep2, parent_id=manager.id),
            cls.make_rep(cls.user_stranger, parent_id=other_manager.id),
        ]
        cls.users = {
            "rep": cls.user_rep, "manager": cls.user_manager, "executive": cls.user_executive, "admin": cls.user_admin_so,
        }
        cls.records = {model: [] for model in ACCESS_RECORDS}
        for number, rep in enumerate(cls.reps):
            cls.make_records(number, rep)

    @classmethod
    def make_records(cls, number, rep):
        code = f"9999{number}"
        cls.make_territory(f"Access {number}", zip_patterns=code, owner=rep)
        partner = cls.make_partner(f"Access {number}", zip=code)
        visit = cls.make_visit(rep, partner, checklist_ids=[Command.create({"name": "Look at the shelf"})])
        plan = cls.make_plan(rep, partner)
        option = cls.env["sales_os.financing.option"].create({"name": "36 months", "months": 36})
        order = cls.env["sale.order"].create({"partner_id": partner.id, "user_id": rep.user_id.id})
        made = {
            "sales_os.rep": rep, "res.partner": partner, "sales_os.visit": visit, "sales_os.visit.check": visit.checklist_ids[-1:],
            "sales_os.visit.note": cls.env["sales_os.visit.note"].create({"visit_id": visit.id, "kind": "general", "body": "x"}),
            "sales_os.visit.position": cls.env["sales_os.visit.position"].create({"visit_id": visit.id, "latitude": 1.0, "longitude": 1.0}),
            "sales_os.route.plan": plan, "sales_os.route.stop": plan.stop_ids,
            "sales_os.customer.opening": cls.env["sales_os.customer.opening"].create(
                {"partner_id": partner.id, "weekday": "0", "hour_from": 9, "hour_to": 12}),
            "sales_os.customer.value": cls.make_customer_value(partner),
            "sales_os.preference": cls.env["sales_os.preference"].create({"partner_id": partner.id, "value": "oak"}),
            "sales_os.insight": cls.env["sales_os.insight"].create({
                "kind": "stalled_deal", "severity": "info", "suggested_action": "call", "res_model": "res.partner", "res_id": partner.id,
                "rep_id": rep.id, "company_id": cls.company.id, "date_found": "2026-01-01", "date_evidence": "2026-01-01",
                "date_expires": "2026-02-01"}),
            "sales_os.coaching.note": cls.env["sales_os.coaching.note"].create(
                {"rep_id": rep.id, "subject": "x", "body": "x", "is_shared": True}),
            "crm.lead": cls.env["crm.lead"].create({"name": f"L{number}", "partner_id": partner.id, "user_id": rep.user_id.id}),
            "sale.order": order,
            "sales_os.financing.offer": cls.env["sales_os.financing.offer"].create({"order_id": order.id, "option_id": option.id}),
        }
        product = cls.env["product.product"].create({"name": f"Access {number}"})
        made |= {
            "sales_os.next.product": cls.env["sales_os.next.product"].create({
                "partner_id": partner.id, "company_id": cls.company.id, "rank": 1, "product_id": product.id, "method": "popular"}),
            "sales_os.feedback": cls.env["sales_os.feedback"].create({
                "partner_id": partner.id, "company_id": cls.company.id, "rep_id": rep.id, "cause": "visit", "kind": "csat",
                "token_hash": f"access {number}", "asked_on": "2026-01-01 09:00:00", "expires_on": "2026-02-01 09:00:00"}),
            "sales_os.lead.competitor": cls.env["sales_os.lead.competitor"].create({
                "lead_id": made["crm.lead"].id, "competitor_id": cls.env["sales_os.competitor"].create({"name": f"Rival {number}"}).id}),
        }
        nurture = cls.env["sales_os.nurture"].create({"name": f"Access {number}", "step_ids": [(0, 0, {"subject": "Hello"})]})
        enrolment = cls.env["sales_os.nurture.enrolment"].create({"nurture_id": nurture.id, "lead_id": made["crm.lead"].id})
        made |= {
            "sales_os.nurture.enrolment": enrolment, "sales_os.nurture.sent": cls.env["sales_os.nurture.sent"].create({
                "enrolment_id": enrolment.id, "step_id": nurture.step_ids.id, "date": "2026-01-01"})}
        quote = cls.env["sale.order"].create({"partner_id": partner.id, "user_id": rep.user_id.id, "signed_by": partner.name})
        quote.action_new_alternative()
        made |= {"sales_os.quote.alternative": quote.sales_os_alternative_id, "sales_os.quote.signature": quote.sales_os_signature_ids}
        approval = cls.make_approval(made["sale.order"])
        made.update({"sales_os.discount.approval": approval, "sales_os.discount.approval.step": approval.step_ids})
        # written as the system: people prepare and pay statements by their actions
        entry_plan = cls.make_commission_plan(rep, name=f"Access {number}")
        statement = cls.env["sales_os.commission.statement"].sudo().create({
            "name": f"A{number}", "rep_id": rep.id, "company_id": rep.company_id.id, "currency_id": entry_plan.currency_id.id,
            "date_start": "2026-01-01", "date_end": "2026-01-31", "state": "approved", "amount": 10.0})
        payout = cls.env["sales_os.commission.payout"].create({})
        made.update({
            "sales_os.commission.plan": entry_plan, "sales_os.commission.assignment": entry_plan.assignment_ids,
            "sales_os.credit": cls.env["sales_os.credit"].create({"order_id": order.id, "rep_id": rep.id}),
            "sales_os.commission.statement": statement,
            "sales_os.target": cls.make_target(rep),
            "sales_os.commission.statement.snapshot": cls.env["sales_os.commission.statement.snapshot"].sudo().create({
                "statement_id": statement.id, "number": 1, "taken_on": "2026-02-01 09:00:00", "user_id": cls.env.uid}),
            "sales_os.commission.dispute": cls.env["sales_os.commission.dispute"].create({"statement_id": statement.id, "reason": "x"}),
            "sales_os.commission.payout.line": cls.env["sales_os.commission.payout.line"].create(
                {"payout_id": payout.id, "statement_id": statement.id}),
        })
        made["sales_os.forecast"] = cls.env["sales_os.forecast"].sudo().create({
            "company_id": rep.company_id.id, "date_start": "2026-01-01", "date_end": "2026-01-31", "scope_kind": "rep",
            "scope_key": f"rep:{rep.id}", "rep_id": rep.id, "category": "commit", "method": "weighted"})
        made["sales_os.stage.move"] = made["crm.lead"].sales_os_move_ids
        for model, record in made.items():
            cls.records[model].append(record)

    def test_each_record_is_reached_as_the_table_says(self):
        self.env.flush_all()
        for model, row in ACCESS_RECORDS.items():
            for group, expected in row.items():
                for place, record, rights in zip(PLACES, self.records[model], expected, strict=True):
                    with self.subTest(model=model, group=group, record=place):
                        theirs = record.with_user(self.users[group])
                        self.assertEqual("".join(
                            letter if theirs.has_access(name) else "-" for letter, name in OPERATIONS.items()), rights)

    def test_searching_finds_what_may_be_read_and_no_more(self):
        for model, row in ACCESS_RECORDS.items():
            ids = [record.id for record in self.records[model]]
            for group, expected in row.items():
                with self.subTest(model=model, group=group):
                    readable = [number for number, rights in zip(ids, expected, strict=True) if "r" in rights]
                    if "r" in "".join(expected):
                        found = self.env[model].with_user(self.users[group]).search([("id", "in", ids)])
                        self.assertEqual(sorted(found.ids), sorted(readable))

    def test_nothing_of_another_company_is_seen(self):
        """Every stored model of ours that knows a company has a rule that holds the administrator, too."""
        other = self.env["res.company"].create({"name": "Other"})
        for model, records in self.records.items():
            company = self.env[model]._fields.get("company_id")
            if not model.startswith("sales_os.") or not company:
                continue
            with self.subTest(model=model):
                stored = records[0]
                self.env.flush_all()
                # an append-only table would refuse; the company rule is what is looked at here
                self.env.cr.execute(f'ALTER TABLE "{stored._table}" DISABLE TRIGGER USER')
                self.env.cr.execute(f'UPDATE "{stored._table}" SET company_id = %s WHERE id = %s', [other.id, stored.id])
                self.env.cr.execute(f'ALTER TABLE "{stored._table}" ENABLE TRIGGER USER')
                self.env.invalidate_all()
                self.assertFalse(self.env[model].with_user(self.user_admin_so).search([("id", "=", stored.id)]))
