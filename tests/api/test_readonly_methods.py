"""Methods for reading run on a replica: what is marked so writes nothing, tried out in a transaction that could not."""

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import models
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SalesOsCase

DAYS = ("2026-11-01", "2026-11-30")
STOPS = {
    "start": [48.8, 2.3], "shift": [480, 1020], "stops": [{"id": "a", "latitude": 48.9, "longitude": 2.3, "minutes": 30}],
}


def marked_methods(registry):
    """``{(model, method)}`` of our own classes with ``@api.readonly``, but for buttons that open a form."""
    found = set()
    for name, model in registry.items():
        for base in model.__mro__:
            if base.__module__.startswith("odoo.addons.sales_os.") and issubclass(base, models.BaseModel):
                marked = {method for method, value in vars(base).items() if getattr(value, "_readonly", False)}
                found |= {(name, method) for method in marked if not method.startswith("action_open")}
    return found


@tagged("post_install", "-at_install")
class TestReadonlyMethods(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=manager.id)
        cls.shop = cls.make_partner("Shop", user_id=cls.user_rep.id)
        cls.make_visit(cls.rep, cls.shop)
        cls.make_territory("North", "77*", owner=cls.rep)
        cls.calls = {
            ("sales_os.visit", "due_list"): (),
            ("sales_os.visit", "best_times"): (cls.shop.ids,),
            ("sales_os.rep", "pipeline_activity"): DAYS,
            ("sales_os.route.plan", "optimize_stops"): (STOPS,),
            ("sales_os.kpi", "catalogue"): (),
            ("sales_os.kpi", "figures"): (),
            ("sales_os.kpi", "series"): ("revenue",),
            ("sales_os.kpi", "breakdown"): ("owner",),
            ("sales_os.kpi", "report"): ("revenue", "week", *DAYS, "owner"),
            ("sales_os.territory", "map_shapes"): (),
            ("sales_os.territory", "resolve"): (cls.shop.ids,),
            ("sales_os.territory", "resolve_address"): ({"zip": "77001"},),
            ("sales_os.dashboard", "board"): (),
            ("sales_os.dashboard", "narrow_choices"): (),
            ("sales_os.dashboard", "narrow_find"): ("customer", "Shop"),
            ("sales_os.customer.page", "page"): (cls.shop.id,),
            ("crm.lead", "sales_os_duplicates"): (),
        }

    def test_each_marked_method_is_tried_here(self):
        self.assertEqual(marked_methods(self.env.registry), set(self.calls))

    def test_none_of_them_writes(self):
        self.env.flush_all()
        for (model, method), arguments in self.calls.items():
            for user in (self.user_rep, self.user_manager, self.user_executive, self.user_admin_so):
                with self.subTest(method=f"{model}.{method}", user=user.login):
                    savepoint = self.cr.savepoint(flush=False)
                    try:
                        self.env.invalidate_all()
                        self.cr.execute("SET TRANSACTION READ ONLY")
                        getattr(self.env[model].with_user(user), method)(*arguments)
                        self.env.flush_all()
                    finally:
                        savepoint.close(rollback=True)
                        self.env.invalidate_all(flush=False)

    def test_this_way_of_trying_finds_a_write(self):
        savepoint = self.cr.savepoint(flush=False)
        try:
            self.cr.execute("SET TRANSACTION READ ONLY")
            with mute_logger("odoo.sql_db"), self.assertRaises(ReadOnlySqlTransaction):
                self.env["sales_os.kpi"].with_user(self.user_manager).note_export("figures")
                self.env.flush_all()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
