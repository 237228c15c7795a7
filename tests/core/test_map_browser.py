import json

from odoo.tests import HttpCase, tagged

from odoo.addons.sales_os.tests.common import SalesForce


def hoot_id(name):
    """The id that Hoot gives a suite of that name (as in Odoo's own runner)."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestScripts(HttpCase):
    """Runs the unit tests of static/tests/unit in a browser."""

    def run_scripts(self, preset):
        url = f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id={hoot_id('@sales_os')}"
        self.browser_js(url, "", "", login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded")

    def test_unit_tests_on_a_desktop(self):
        self.run_scripts("desktop")

    def test_unit_tests_on_a_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.run_scripts("mobile")


@tagged("post_install", "-at_install")
class TestMapInTheBrowser(SalesForce, HttpCase):
    """A map of the web client: what it shows, and what it asks of the network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_sales_force()
        for number, (name, latitude, longitude) in enumerate(
            [("Map Bakery", 48.14, 11.58), ("Map Mill", 49.45, 11.08), ("Map Smithy", 0, 0)]
        ):
            cls.make_partner(name, partner_latitude=latitude, partner_longitude=longitude, color=number + 1)
        view = cls.env["ir.ui.view"].create({
            "name": "customers on a map", "model": "res.partner", "type": "sales_os_map",
            "arch": """<sales_os_map string="Customers" latitude="partner_latitude" longitude="partner_longitude"
                label="name" color="color" default_order="name"><field name="city"/></sales_os_map>""",
        })
        cls.action = cls.env["ir.actions.act_window"].create({
            "name": "Customers on a map", "res_model": "res.partner", "view_mode": "sales_os_map,form",
            "path": "sales-os-test-map", "domain": [("name", "=like", "Map %")],
            "view_ids": [(0, 0, {"view_mode": "sales_os_map", "view_id": view.id})],
        })

    def setUp(self):
        super().setUp()
        self.foreign = []

    def fetch_proxy(self, url):
        """Called for each request that would leave this machine."""
        self.foreign.append(url)
        return self.make_fetch_proxy_response("")

    def test_without_tiles_a_map_asks_no_one(self):
        self.browser_js(
            "/odoo/sales-os-test-map",
            """
            const assert = (truth, message) => { if (!truth) { throw new Error(message); } };
            assert(document.querySelectorAll(".o_sales_os_map_marker").length === 2, "two customers on the map");
            assert(document.querySelector(".o_sales_os_map_unplaced").textContent.includes("1"), "one without a position");
            assert(!document.querySelector(".leaflet-tile"), "no tiles");
            console.log("test successful");
            """,
            ready="Boolean(document.querySelector('.o_sales_os_map_marker') && document.querySelector('.o_sales_os_graticule'))",
            login=self.user_rep.login,
        )
        self.assertEqual(self.foreign, [])

    def test_with_tiles_a_map_asks_the_server_that_was_set(self):
        self.company.sales_os_tile_url = "https://tiles.example.com/{z}/{x}/{y}.png"
        self.company.sales_os_tile_attribution = '© <a href="https://example.com">Us</a><script>console.error("run")</script>'
        self.browser_js(
            "/odoo/sales-os-test-map",
            """
            const text = document.querySelector(".leaflet-control-attribution");
            if (text.textContent.trim() !== "© Us" || text.querySelector("script")) {
                throw new Error("attribution: " + text.innerHTML);
            }
            console.log("test successful");
            """,
            ready="Boolean(document.querySelector('.o_sales_os_map_marker') && document.querySelector('.leaflet-tile'))",
            login=self.user_rep.login,
        )
        self.assertTrue(self.foreign)
        self.assertEqual({url.split("/")[2] for url in self.foreign}, {"tiles.example.com"})

    def test_the_session_tells_tiles_and_place_of_own_companies_only(self):
        other = self.env["res.company"].create({"name": "Other", "sales_os_tile_url": "https://other.example.com/{z}/{x}/{y}"})
        (self.company | other).partner_id.write({"partner_latitude": 47.5, "partner_longitude": 9.75})
        self.company.sales_os_tile_url = "https://tiles.example.com/{z}/{x}/{y}.png"
        self.authenticate(self.user_rep.login, self.user_rep.login)
        response = self.url_open("/web/session/get_session_info", data=json.dumps({}), headers={"Content-Type": "application/json"})
        result = response.json()["result"]
        self.assertEqual(set(result["sales_os_map_tiles"]), {str(self.company.id)})
        self.assertEqual(result["sales_os_map_home"], {str(self.company.id): [47.5, 9.75]})
