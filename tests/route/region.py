"""A rep with a home and customers around it: what the tests of routes share."""

from odoo.fields import Command

from ..common import SalesOsCase

HOME = (45.80, 16.00)
MONDAY, FRIDAY = "2026-11-23", "2026-11-27"


class RouteRegion:
    """The region for any Odoo test class."""

    @classmethod
    def set_up_region(cls):
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "8 to 17 with lunch",
                "tz": "UTC",
                "attendance_ids": [Command.clear()]
                + [
                    Command.create({"name": name, "dayofweek": str(day), "hour_from": start, "hour_to": stop, "day_period": period})
                    for day in range(5)
                    for name, start, stop, period in (
                        ("Morning", 8, 12, "morning"),
                        ("Lunch", 12, 13, "lunch"),
                        ("Afternoon", 13, 17, "afternoon"),
                    )
                ],
            }
        )
        cls.manager_rep = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_field_rep(cls.user_rep, parent_id=cls.manager_rep.id)
        cls.rep2 = cls.make_field_rep(cls.user_rep2)
        cls.partners = cls.make_partners(6)

    @classmethod
    def make_field_rep(cls, user=None, **values):
        return cls.make_rep(
            user,
            **{
                "start_latitude": HOME[0],
                "start_longitude": HOME[1],
                "resource_calendar_id": cls.calendar.id,
                "tz": "UTC",
                "speed_kmh": 50.0,
                **values,
            },
        )

    @classmethod
    def make_partners(cls, count, spread=0.05, name="Shop", **values):
        """Customers on a zigzag around the home, so that the order they are made in is a bad one to drive."""
        partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"{name} {index}",
                    "is_company": True,
                    "phone": f"+385 1 {1000 + index}",
                    "street": f"Road {index}",
                    "city": "Town",
                    "partner_latitude": HOME[0] + spread * (-1 if index % 2 else 1) * (1 + index % 5) / 2,
                    "partner_longitude": HOME[1] + spread * ((index * 7) % 11 - 5) / 3,
                    **values,
                }
                for index in range(count)
            ]
        )
        # the database's clock stamps them, whatever day the test has frozen: customers since long before
        partners.flush_recordset()
        cls.env.cr.execute("UPDATE res_partner SET create_date = '2026-01-05' WHERE id = ANY(%s)", [partners.ids])
        partners.invalidate_recordset(["create_date"])
        return partners


class RouteCase(RouteRegion, SalesOsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_region()

    def plan(self, partners=None, user=None, **values):
        plan = self.make_plan(self.rep, self.partners if partners is None else partners, **values)
        return plan.with_user(user or self.user_rep)

    def order(self, plan):
        return [(str(stop.date), stop.partner_id.name) for stop in plan.stop_ids.sorted(lambda stop: (stop.date, stop.sequence))]
