from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from odoo.addons.sales_os.tests.common import SalesOsCase


class TestMapView(SalesOsCase):
    def make_view(self, attributes, body="", model="res.partner"):
        return self.env["ir.ui.view"].create({
            "name": "a map", "model": model, "type": "sales_os_map", "arch": f"<sales_os_map {attributes}>{body}</sales_os_map>",
        })

    def assert_refused(self, part, *args, **kwargs):
        with mute_logger("odoo.addons.base.models.ir_ui_view"), self.assertRaisesRegex(ValidationError, part):
            self.make_view(*args, **kwargs)

    def test_a_view_names_its_fields(self):
        position = 'latitude="partner_latitude" longitude="partner_longitude"'
        view = self.make_view(f'{position} label="name" color="color" shapes_model=""', '<field name="city"/>')
        result = self.env["res.partner"].get_views([(view.id, "sales_os_map")])
        fields = result["models"]["res.partner"]["fields"]
        self.assertLessEqual({"partner_latitude", "partner_longitude", "name", "color", "city"}, set(fields))
        self.make_view('latitude="parent_id.partner_latitude" longitude="parent_id.partner_longitude"')

    def test_a_wrong_view_is_refused_in_words(self):
        position = 'latitude="partner_latitude" longitude="partner_longitude"'
        self.assert_refused("longitude is missing", 'latitude="partner_latitude"')
        self.assert_refused("no field “nowhere”", 'latitude="parent_id.nowhere" longitude="partner_longitude"')
        self.assert_refused("must be a field of type float", 'latitude="name" longitude="partner_longitude"')
        self.assert_refused("does not know: colour", f'{position} colour="color"')
        self.assert_refused("fields only, not <group>", position, "<group/>")
        self.assert_refused("whole number", f'{position} limit="many"')
        self.assert_refused("method map_shapes", f'{position} shapes_model="res.country"')
        self.assert_refused("method map_shapes", f'{position} shapes_model="res.nothing"')

    def test_an_action_may_show_a_map(self):
        view = self.make_view('latitude="partner_latitude" longitude="partner_longitude"')
        action = self.env["ir.actions.act_window"].create({
            "name": "Customers", "res_model": "res.partner", "view_mode": "list,sales_os_map",
            "view_ids": [(0, 0, {"view_mode": "sales_os_map", "view_id": view.id})],
        })
        self.assertIn((view.id, "sales_os_map"), action.views)
        self.assertEqual(self.env["ir.ui.view"].get_view_info()["sales_os_map"]["icon"], "fa fa-map-marker")
