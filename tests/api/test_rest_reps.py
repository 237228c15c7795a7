import asyncio

from odoo.tests import tagged

from .rest_case import RestCase


@tagged("post_install", "-at_install")
class TestRestReps(RestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_rep(cls.user_manager)
        cls.rep = cls.make_rep(cls.user_rep, parent_id=cls.manager.id)
        cls.stranger = cls.make_rep(cls.user_rep2)
        cls.territory = cls.make_territory("North")

    def test_a_rep_sees_those_the_record_rules_show(self):
        ids = {item["id"] for item in self.get("/sales-reps/list", user=self.user_rep)["items"]}
        self.assertIn(self.rep.id, ids)
        self.assertNotIn(self.stranger.id, ids)

    def test_created_with_contact_territory_and_place(self):
        made = self.post(
            "/sales-reps/create",
            {
                "name": "Ada Field",
                "kind": "field",
                "email": "ada@example.com",
                "manager_id": self.manager.id,
                "start": {"latitude": 48.85, "longitude": 2.35},
                "territories": [{"territory_id": self.territory.id, "role": "owner", "date_start": "2026-01-01"}],
            },
        )
        rep = self.env["sales_os.rep"].browse(made["id"])
        self.assertEqual((rep.name, rep.partner_id.email, rep.parent_id), ("Ada Field", "ada@example.com", self.manager))
        self.assertEqual(made["territories"][0]["territory"], {"id": self.territory.id, "name": self.territory.display_name})
        self.assertEqual(made["start"], {"latitude": 48.85, "longitude": 2.35})
        listed = self.get(f"/sales-reps/list?territory_id={self.territory.id}")["items"]
        self.assertEqual([item["id"] for item in listed], [rep.id])

    def test_only_administrators_create(self):
        for user in (self.user_rep, self.user_manager, self.user_executive):
            with self.subTest(user=user.login):
                self.assertProblem(self.call("POST", "/sales-reps/create", {"name": "Ada"}, user=user), 403, "forbidden")

    def test_an_unknown_territory_is_named(self):
        answer = self.call(
            "POST", "/sales-reps/create", {"name": "Ada", "territories": [{"territory_id": 2_000_000_000, "date_start": "2026-01-01"}]}
        )
        body = self.assertProblem(answer, 422, "invalid")
        self.assertEqual(body["errors"][0]["loc"], ["territories", "0", "territory_id"])

    def test_pages_hold_each_once_while_others_are_made(self):
        for index in range(5):
            self.make_rep(name=f"Paged {index}")
        seen, cursor = [], ""
        while cursor is not None:
            page = self.get(f"/sales-reps/list?q=Paged&limit=2&cursor={cursor}")
            seen += [item["name"] for item in page["items"]]
            self.make_rep(name=f"Paged later {len(seen)}")
            cursor = page["next_cursor"]
        self.assertEqual(seen, [f"Paged {index}" for index in reversed(range(5))])
        first = self.get("/sales-reps/list?q=Paged&limit=2")
        self.assertProblem(self.call("GET", f"/sales-reps/list?q=Other&cursor={first['next_cursor']}"), 422, "invalid")

    def test_the_number_of_queries_does_not_grow_with_the_list(self):
        from odoo.addons.sales_os.controllers.api.reps import Filters, list_reps

        def queries(limit):
            env = self.env(user=self.user_executive)
            env.invalidate_all()
            asyncio.run(list_reps(env, Filters(limit=limit)))
            env.invalidate_all()
            before = self.env.cr.sql_log_count
            asyncio.run(list_reps(env, Filters(limit=limit)))
            return self.env.cr.sql_log_count - before

        for index in range(30):
            self.make_rep(name=f"Many {index}")
        self.assertLessEqual(queries(30), queries(3) + 1)
