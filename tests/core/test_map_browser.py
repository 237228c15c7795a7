from odoo.tests import HttpCase, tagged


def hoot_id(name):
    """The id that Hoot gives a suite of that name (as in Odoo's own runner)."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestScripts(HttpCase):
    """Runs the unit tests of static/tests/unit in a browser."""

    def test_unit_tests_of_the_scripts(self):
        for preset, size in (("desktop", "1366x768"), ("mobile", "390x844")):
            with self.subTest(preset=preset):
                self.browser_size = size
                self.touch_enabled = preset == "mobile"
                self.browser_js(
                    f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000&id={hoot_id('@sales_os')}",
                    "", "", login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded")
