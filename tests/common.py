"""One small sales force, shared by the tests: two reps, their manager, an executive and an administrator."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

SALES_FORCE = (
    ("so_rep", "sales_os.group_rep"), ("so_rep2", "sales_os.group_rep"), ("so_manager", "sales_os.group_manager"),
    ("so_executive", "sales_os.group_executive"), ("so_admin", "sales_os.group_admin"), ("so_plain", "base.group_user"),
)


class SalesForce:
    """Users and factories for any Odoo test class; each capability adds its factory here."""

    @classmethod
    def set_up_sales_force(cls):
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True))
        cls.company = cls.env.company
        # all six at once: each alone costs as much as all
        users = cls.env["res.users"].create([{
            "name": login.replace("_", " ").title(), "login": login, "password": login.ljust(8, "x"), "email": "s.s@example.com",
            "group_ids": [Command.set(cls.env.ref(group).ids)],
        } for login, group in SALES_FORCE])
        cls.user_rep, cls.user_rep2, cls.user_manager, cls.user_executive, cls.user_admin_so, cls.user_plain = users

    @classmethod
    def make_user(cls, login, groups, **values):
        return new_test_user(cls.env, login=login, groups=groups, name=login.replace("_", " ").title(), **values)

    @classmethod
    def make_partner(cls, name="Customer", **values):
        return cls.env["res.partner"].create({"name": name, "is_company": True, **values})

    @classmethod
    def make_rep(cls, user=None, **values):
        """A rep of ``user``; without one an external agent with a contact of its own."""
        if user is None and "partner_id" not in values:
            values = {"kind": "agent", "partner_id": cls.make_partner(values.pop("name", "Agent"), is_company=False).id, **values}
        return cls.env["sales_os.rep"].create({"user_id": user.id if user else False, **values})

    @classmethod
    def make_segment(cls, name="Segment", **values):
        """A segment before all others, unless ``sequence`` says otherwise."""
        return cls.env["sales_os.segment"].create({"name": name, "code": name.lower().replace(" ", "_"), "sequence": 0, **values})

    @classmethod
    def make_customer_value(cls, partner, **values):
        """A customer's value as the night writes it, without a night."""
        run = cls.env["sales_os.customer.value.run"].create({"company_id": cls.company.id, "computed_on": fields.Datetime.now()})
        return cls.env["sales_os.customer.value"].create({
            "partner_id": partner.id, "company_id": cls.company.id, "run_id": run.id, "verdict": "fitted",
            "churn_state": "steady", **values})

    @classmethod
    def make_channel(cls, name="Channel", **values):
        return cls.env["sales_os.channel"].create({"name": name, "code": name.lower().replace(" ", "_"), **values})

    @classmethod
    def make_territory(cls, name="Territory", zip_patterns=None, owner=None, date_start="2026-01-01", **values):
        """A territory, with one rule on ``zip_patterns`` and an owner from ``date_start`` on, where given."""
        if zip_patterns:
            values.setdefault("rule_ids", [Command.create({"zip_patterns": zip_patterns})])
        if owner:
            values.setdefault("assignment_ids", [Command.create({"rep_id": owner.id, "role": "owner", "date_start": date_start})])
        return cls.env["sales_os.territory"].create({"name": name, **values})

    @classmethod
    def make_visit(cls, rep, partner=None, **values):
        """A planned visit of ``rep`` today at the next full hour."""
        start = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        return cls.env["sales_os.visit"].create({
            "rep_id": rep.id, "partner_id": (partner or cls.make_partner()).id, "date_start": start, **values,
        })

    @classmethod
    def make_plan(cls, rep, partners=(), date_start="2026-11-23", date_end=None, **values):
        """A draft route plan of ``rep`` with one stop a customer, in the order given."""
        stops = [Command.create({"partner_id": partner.id, "sequence": index}) for index, partner in enumerate(partners, 1)]
        return cls.env["sales_os.route.plan"].create({
            "rep_id": rep.id, "date_start": date_start, "date_end": date_end or date_start, "stop_ids": stops, **values,
        })

    @classmethod
    def make_commission_plan(cls, *reps, rules=({"rate": 5.0},), approve=True, date_start="2026-01-01", terms=None, **values):
        """A plan of ``reps`` with ``rules`` (dicts; ``tiers`` as pairs), approved unless told otherwise; ``terms`` of the assignments."""
        def rule_values(rule):
            tiers = [Command.create({"threshold": bound, "rate": rate}) for bound, rate in rule.get("tiers", ())]
            multipliers = [Command.create(row) for row in rule.get("multipliers", ())]
            rest = {name: value for name, value in rule.items() if name not in ("tiers", "multipliers")}
            return {**rest, "tier_ids": tiers, "multiplier_ids": multipliers}
        plan = cls.env["sales_os.commission.plan"].create({
            "name": f"Plan {cls.env['sales_os.commission.plan'].search_count([]) + 1}", "trigger": "invoice",
            "version_ids": [Command.create({"date_start": date_start})],
            "assignment_ids": [Command.create({"rep_id": rep.id, "date_start": date_start, **(terms or {})}) for rep in reps],
            **values,
        })
        plan.rule_ids = [Command.create(rule_values(rule)) for rule in rules]
        if approve:
            plan.action_approve()
        return plan

    @classmethod
    def make_target(cls, rep=None, amount=1000.0, date_start="2026-01-01", approve=False, **values):
        """A target of ``rep`` for a month, approved where wanted."""
        if rep:
            values = {"scope": "rep", "rep_id": rep.id, **values}
        target = cls.env["sales_os.target"].create({"amount": amount, "date_start": date_start, **values})
        if approve:
            target.action_submit()
            target.action_approve()
        return target

    @classmethod
    def make_approval(cls, order, discount=15.0):
        """A requested approval of ``order``, which gets a line with ``discount``; asked for by its salesperson."""
        product = cls.env["product.product"].create({"name": "Discounted", "list_price": 100.0})
        order.order_line = [Command.create({"product_id": product.id, "discount": discount})]
        order.with_user(order.user_id).action_request_approval("Because of the volume")
        return order.sales_os_approval_id


@tagged("post_install", "-at_install")
class SalesOsCase(SalesForce, TransactionCase):
    @contextmanager
    def collected_queries(self):
        """Yield a list that gets the statements of the block, before which nothing is read; a failing comparison shows them."""
        self.env.flush_all()
        self.env.invalidate_all()
        statements, execute = [], type(self.cr).execute

        def collect(cursor, query, *arguments, **options):
            statements.append(" ".join(str(getattr(query, "code", query)).split()))
            return execute(cursor, query, *arguments, **options)

        with patch.object(type(self.cr), "execute", collect):
            yield statements
            self.env.flush_all()

    def assertNoMoreQueries(self, few, many, slack=0):
        more = [statement for statement in many if statement not in few]
        self.assertLessEqual(len(many), len(few) + slack, "\n".join(["these are new:", *(more or many)]))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
