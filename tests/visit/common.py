"""The sales force of a visit's tests: two reps below one manager, customers with a place in Berlin."""

from ..common import SalesOsCase

GATE = {"partner_latitude": 52.516272, "partner_longitude": 13.377722}
NEAR_GATE = (52.516900, 13.378500, 15.0)
# about 3 km away
FAR = (52.500000, 13.340000, 15.0)


class VisitCase(SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "sales_os_visit_location_policy": "required",
                "sales_os_visit_radius_m": 250,
                "sales_os_visit_accuracy_m": 500,
                "sales_os_visit_retention_days": 90,
                "sales_os_visit_grace_hours": 4.0,
                "sales_os_visit_default_minutes": 45,
            }
        )
        cls.boss = cls.make_rep(cls.user_manager, tz="Europe/Berlin")
        cls.rep = cls.make_rep(cls.user_rep, tz="Europe/Berlin", parent_id=cls.boss.id, location_consent=True)
        cls.rep2 = cls.make_rep(cls.user_rep2, tz="Europe/Berlin", location_consent=True)
        cls.partner = cls.make_partner("Gate Motors", **GATE)
        cls.type_call = cls.env.ref("sales_os.visit_type_sales_call")
        cls.type_delivery = cls.env.ref("sales_os.visit_type_delivery")
        cls.order_taken = cls.env.ref("sales_os.visit_outcome_order")
        cls.not_met = cls.env.ref("sales_os.visit_outcome_not_met")

    @classmethod
    def visit_of(cls, rep=None, **values):
        return cls.make_visit(rep or cls.rep, values.pop("partner", cls.partner), type_id=values.pop("type_id", cls.type_call.id), **values)

    @staticmethod
    def pixel():
        """The smallest picture, as a browser sends one."""
        return "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    def as_rep(self, record):
        return record.with_user(self.user_rep)

    def checked_in(self, visit=None, place=NEAR_GATE):
        visit = self.as_rep(visit or self.visit_of())
        visit.action_check_in(*place)
        return visit

    def events(self, record):
        entries = self.env["sales_os.audit.entry"].sudo().search([("model", "=", record._name), ("res_id", "=", record.id)], order="id")
        return entries.mapped("event")
